import type { PreflightCode, PreflightWords } from './preflight.en'
import type { Words } from './words'

/** 本机上妨碍实验的情况及处理办法，中文。 */
export const preflightZh: Record<PreflightCode, Words> = {
  'forward-drop': {
    message: (p) =>
      p.by === 'policy'
        ? `本机会丢弃为 ${p.interfaces} 转发的数据包：${p.chain} 的默认策略是 drop，其中没有规则放行。我们自己的 accept 无法抵消它。`
        : `本机会丢弃为 ${p.interfaces} 转发的数据包：${p.chain} 的最后一条规则丢弃一切，之前没有规则放行。我们自己的 accept 无法抵消它。`,
    suggestion: (p) => `在那里放行：${p.remedy}`,
  },
  'bridge-drop': {
    message: (p) =>
      `${p.bridge} 端口之间的数据包被丢弃：${p.sysctl} 为 1，经过网桥的数据包要通过 ${p.chain}，而它的${p.by === 'policy' ? '默认策略是 drop' : '最后一条规则丢弃一切'}。`,
    suggestion: (p) => `在那里放行：${p.remedy}。若没有容器网络依赖它，也可以：sysctl ${p.sysctl}=0`,
  },
  'bridge-calls': {
    message: (p) => `${p.sysctl} 为 1：${p.bridge} 端口之间的数据包要经过本机的 iptables 和 NAT 规则。`,
    suggestion: (p) => `如果两个端口之间 ping 不通，先看这里；sysctl ${p.sysctl}=0 可以关闭，但对容器同样生效。`,
  },
  'reverse-path': {
    message: (p) =>
      `${p.name} 和 ${p.other} 都在 ${p.network} 中，而 ${p.filtered} 只接收会从同一接口答复的数据包（rp_filter 为 1）：从另一条路来的会被丢弃。`,
    suggestion: (p) => `使用不同的网络，或放宽限制：sysctl ${p.sysctl}=2（all 也起作用，取两者中较大的值）。`,
  },
  'legacy-rules': {
    message: (p) => `除 nft 的规则外，${p.tool} 中还有 ${p.count} 条规则。两者都生效，而 nft list ruleset 不会显示后者。`,
    suggestion: (p) => `用 ${p.tool}-save 查看；最好把规则都放在其中一处。`,
  },
  'route-overlap': {
    message: (p) =>
      p.wins === 'theirs'
        ? `本机已有一条通往 ${p.network} 的路由：${p.route}。它更具体，实验的一部分地址会走那条路。`
        : `本机的路由 ${p.route} 与 ${p.network} 重叠：这些地址将通往实验，不再走那条路。`,
    suggestion: () => '为实验另选一个网络，例如 10.0.0.0/8 中 ip route 没有列出的一段。',
  },
  'management-interface': {
    message: (p) => `本机通过 ${p.name} 通向外部，而实验会改动它。`,
    suggestion: () => '请准备好另一条登录途径。应用后需要确认；无人确认时会恢复原状。',
  },
  'networkd-grabs': {
    message: (p) => `systemd-networkd 正在运行，${p.file} 匹配 ${p.interfaces}：它会去掉这些接口的地址和路由。`,
    suggestion: (p) =>
      `让它不要管理这些接口：在 /etc/systemd/network/05-netloom.network 中写入 [Match] Name=${p.names} 和 [Link] Unmanaged=yes，然后运行 networkctl reload。`,
  },
  'networkmanager-grabs': {
    message: (p) => `NetworkManager 正在运行，并且会管理 ${p.interfaces}：它可能在那里通过 DHCP 请求地址。`,
    suggestion: (p) =>
      `在 /etc/NetworkManager/conf.d/netloom.conf 中写入 [keyfile] unmanaged-devices=${p.spec}，然后运行 nmcli general reload。`,
  },
  'tool-missing': {
    message: (p) => `没有安装程序 ${p.tool}，而实验需要它。`,
    suggestion: (p) => `请安装；在 Debian 和 Ubuntu 中：apt install ${p.package}`,
  },
  'feature-missing': {
    message: (p) => `这个内核没有 ${p.feature}，也没有相应的模块，而实验需要它。`,
    suggestion: () => '安装与正在运行的内核（uname -r）相配的模块，或换一个内核启动。',
  },
}

export const preflightWordsZh: PreflightWords = {
  title: '本机情况',
  none: '本机没有妨碍实验的情况。',
  severity: { warning: '警告', info: '提示' },
  forPing: '原因可能是：',
  unread: (words: string) => `无法读取本机的情况：${words}`,
}
