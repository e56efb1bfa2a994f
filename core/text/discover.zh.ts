import type { discoverEn } from './discover.en'

/** What a drawing of a machine cannot show as it is, Simplified Chinese. */
export const discoverZh: typeof discoverEn = {
  'discover-renamed': {
    message: (p) => `“${p.name}”在此处称为“${p.to}”：原名不能用于实验，或已被占用`,
    suggestion: () => '实验中所有节点共用一套名称，网桥的名称同时也是其接口名。',
  },
  'discover-unnamed': {
    message: (p) => `此命名空间没有名称，它属于进程 ${p.pid}（${p.process}）`,
    suggestion: (p) => `它随其中的进程一同消失。进入查看：nsenter --net=/proc/${p.pid}/ns/net`,
  },
  'discover-many-names': {
    message: (p) => `${p.name} 还有其他名称：${p.others}`,
    suggestion: () => '同一个命名空间可以挂载在多个名称下，它们是同一个。',
  },
  'discover-idle': {
    message: (p) => `${p.name}（${p.kind}）未画出：它处于关闭状态，没有地址，也未被使用`,
    suggestion: () => '有些这样的接口由内核自行创建，无需处理。',
  },
  'discover-master': {
    message: (p) => `${p.name} 隶属于 ${p.master}，而后者不是网桥`,
    suggestion: () => '实验只支持网桥，不支持 bond、team 和 VRF。该接口单独画出。',
  },
  'discover-peer-unknown': {
    message: (p) => `${p.name} 的另一端在无法查看的命名空间中`,
    suggestion: () => '以 root 查看可以看到所有进程的命名空间；在此之前，该接口不带链路画出。',
  },
  'discover-nic-port': {
    message: (p) => `${p.name} 是机器自己的接口，也是 ${p.bridge} 的端口`,
    suggestion: () => '在实验中，它会带着自己的地址和经过它的路由接入网桥；只能在本机上应用。',
  },
  'discover-container-shares': {
    message: (p) => `${p.others} 用的是 ${p.name} 的网络，图上由它代表`,
    suggestion: () => '共用网络的容器同在一个命名空间里，接口也只有一套。',
  },
  'discover-container-host': {
    message: (p) => `容器 ${p.names} 用的是本机自己的网络`,
    suggestion: () => '它们看到的就是本机的接口，不能再接入别处。',
  },
  'discover-nic': {
    message: (p) => `${p.name} 是本机自身的接口，不带链路画出`,
    suggestion: () => '在自己的实验里，可以把它外面的网络画成一个命名空间，再连接两者。',
  },
  'discover-kind': {
    message: (p) => `${p.name} 的类型是 ${p.kind}，实验不支持；画为不带链路的接口`,
    suggestion: () => '实验由 veth 对和网桥组成。若要应用此实验，请用链路代替它。',
  },
  'discover-too-many': {
    message: (p) =>
      `${p.count} ${{ addresses: '个地址', routes: '条路由', rules: '条 NAT 规则', neighbours: '条邻居' }[p.what ?? ''] ?? '个节点'}超出实验的上限（${p.max}）`,
    suggestion: () => '超出的部分已略去。',
  },
  'discover-unfit': {
    message: (p) => `没有绘制任何内容：${p.path} 超出了实验所能容纳的范围`,
    suggestion: () => '请在该机器上将其删除或精简，然后重新查看。',
  },
  'discover-multipath': {
    message: (p) => `通往 ${p.to} 的另一条路径（经 ${p.via}）已略去：实验中每个目的网络与度量值只能有一个下一跳`,
    suggestion: () => '为第二条路径设置不同的度量值。',
  },
  'discover-half-forwarding': {
    message: (p) => `${p.name} 只转发 ${p.family}；实验中的转发同时作用于两者`,
    suggestion: () => '应用后，另一种也会打开。',
  },
  'discover-filter': {
    message: (p) => `${p.count} 条过滤、标记或路由数据包的规则与策略不在实验中`,
    suggestion: () => '它们拦截的数据包在实验中会放行。可用 nft list ruleset 和 iptables-save 查看。',
  },
  'discover-xtables': {
    message: (p) => `表 ${p.table} 由 iptables 写入，而能读取它的程序没有安装`,
    suggestion: () => '请安装：apt-get install iptables',
  },
  'discover-closed': {
    message: (p) =>
      p.count === 1
        ? `命名空间 ${p.names} 存在，但只有 root 能查看其内部`
        : `有 ${p.count} 个命名空间只有 root 能查看其内部：${p.names}`,
    suggestion: () => '请以 root 查看：sudo netloom discover',
  },
  'discover-hidden-processes': {
    message: (p) => `有 ${p.count} 个其他用户的进程，只有 root 能看到它们所在的命名空间`,
    suggestion: () => '请以 root 查看：sudo netloom discover',
  },
  'discover-hidden-names': {
    message: (p) => `无法读取命名空间的名称：${p.words}`,
    suggestion: () => '请以 root 查看（sudo netloom discover），或允许所有人读取该目录：sudo chmod 755 /run/netns',
  },
  'discover-hidden-rules': {
    message: (p) => `无法读取数据包规则：${p.words}`,
    suggestion: () => '请以 root 查看：sudo netloom discover',
  },
}
