import type { Words } from '../words'
import type { routingEn } from './routing.en'

/** Routes and NAT rules, Simplified Chinese. */
export const routingZh: Record<keyof typeof routingEn, Words> = {
  'route-no-way': {
    message: (p) => `到 ${p.to} 的路由既没有网关，也没有接口`,
    suggestion: () => '请用“via”写出网关的地址。',
  },
  'route-host-bits': {
    message: (p) => `${p.text} 是网络中的一个地址，不是网络`,
    suggestion: (p) => `若指整个网络，请写 ${p.network}；若只指这一个地址，请写 ${p.single}。`,
  },
  'route-zero-prefix': {
    message: (p) => `${p.text} 表示所有地址`,
    suggestion: () => '请写“default”。',
  },
  'route-special': {
    message: (p) => `不能有到 ${p.text} 的路由：它属于回环、组播或保留地址段`,
    suggestion: () => '请写要到达的网络，或“default”。',
  },
  'route-mixed-families': {
    message: (p) => `到 ${p.to} 的路由不能经过 ${p.via}：一个是 IPv4，一个是 IPv6`,
    suggestion: () => '请使用同一协议族的网关。',
  },
  'route-dev-unknown': {
    message: (p) => `${p.node} 没有接口 ${p.dev}`,
    suggestion: (p) => (p.near ? `您是指 ${p.near} 吗？` : '请去掉“dev”，或画出链路。'),
  },
  'route-dev-is-port': {
    message: (p) => `${p.dev} 是 ${p.bridge} 的端口；数据包不会经端口路由`,
    suggestion: (p) => `请使用 ${p.bridge}。`,
  },
  'route-dev-down': {
    message: (p) => `到 ${p.to} 的路由需要 ${p.node} 的 ${p.dev}，而它在图中是关闭的`,
    suggestion: (p) => `请启用 ${p.dev}，或删除这条路由。`,
  },
  'gateway-own-address': {
    message: (p) => `${p.node} 会发给自己：网关 ${p.via} 是它自己的地址`,
    suggestion: () => '请使用下一跳路由器的地址。',
  },
  'gateway-special': {
    message: (p) => `${p.via} 不能作为网关`,
    suggestion: () => '请使用此节点所连网络中某个路由器的地址。',
  },
  'gateway-not-host': {
    message: (p) => `网关 ${p.via} 是 ${p.network} 的网络地址或广播地址`,
    suggestion: () => '请使用该网络中路由器的地址。',
  },
  'gateway-link-local': {
    message: (p) => `网关 ${p.via} 是链路本地地址，不指明接口就没有意义`,
    suggestion: () => '请加上“dev”。',
  },
  'gateway-not-connected': {
    message: (p) => `${p.node} 没有连接到网关 ${p.via} 所在的网络`,
    suggestion: (p) => {
      if (p.single) return `请给 ${p.single} 写上其网络的前缀长度：/${p.bits} 的地址没有任何邻居。`
      return p.networks ? `请使用 ${p.networks} 中的网关，或给某个接口配置与网关同网的地址。` : `请先给 ${p.node} 配置地址。`
    },
  },
  'gateway-nobody': {
    message: (p) => `链路上没有节点拥有网关地址 ${p.via}`,
    suggestion: (p) => (p.near ? `${p.owner} 的地址是 ${p.near}：是它吗？` : '请把这个地址配置给路由器。'),
  },
  'gateway-does-not-forward': {
    message: (p) => `${p.node} 经 ${p.owner}（${p.via}）发送，而后者没有开启转发`,
    suggestion: (p) => `请在 ${p.owner} 上开启转发。`,
  },
  'duplicate-route': {
    message: (p) => `${p.node} 有两条到 ${p.to} 且 metric 相同的路由`,
    suggestion: () => '请删除其中一条，或给它另一个 metric。',
  },
  'route-shadows-connected': {
    message: (p) => `${p.to} 已经由 ${p.dev} 直连；这条路由会取代直连路由`,
    suggestion: () => '请删除这条路由：内核会根据地址自动生成。',
  },
  'nat-host-bits': {
    message: (p) => `${p.text} 是网络中的一个地址，不是网络`,
    suggestion: (p) => `若指整个网络，请写 ${p.network}；若只指这一个地址，请写 ${p.single}。`,
  },
  'nat-mixed-families': {
    message: () => '这条规则混用了 IPv4 和 IPv6',
    suggestion: () => '请为每个协议族各写一条规则。',
  },
  'nat-interface-unknown': {
    message: (p) => `${p.node} 没有接口 ${p.name}`,
    suggestion: (p) => (p.near ? `您是指 ${p.near} 吗？` : '请去掉它，或画出链路。'),
  },
  'nat-interface-is-port': {
    message: (p) => `${p.name} 是 ${p.bridge} 的端口；被路由的数据包从 ${p.bridge} 进出`,
    suggestion: (p) => `请使用 ${p.bridge}。`,
  },
  'nat-heard-twice': {
    message: (p) =>
      `${p.node} 的 ${p.other} 与 ${p.name} 在同一个网络上，也会应答 ${p.name} 地址的 ARP，数据包可能从那里进来，绕过这条规则`,
    suggestion: (p) => `请把 ${p.other} 放到别的节点上，或用“destination”代替“in”来匹配。`,
  },
  'nat-source-unknown': {
    message: (p) => `实验中没有属于 ${p.source} 的网络，这条规则永远不会匹配`,
    suggestion: (p) => (p.networks ? `${p.node} 连接着 ${p.networks}。` : '请与要隐藏的节点的地址核对。'),
  },
  'nat-repeated': {
    message: (p) => `${p.node} 已有这条规则；数据包永远不会走到第二条`,
    suggestion: () => '请删除它。',
  },
  'nat-not-forwarding': {
    message: (p) => `${p.node} 有 NAT 规则却没有开启转发，规则只对它自己的数据包起作用`,
    suggestion: (p) => `请在 ${p.node} 上开启转发。`,
  },
  'snat-foreign-address': {
    message: (p) => `${p.node} 没有地址 ${p.to}，应答无法回到它这里`,
    suggestion: (p) => (p.own ? `请使用它自己的地址：${p.own}。` : '请使用它自己的地址。'),
  },
  'bad-port': {
    message: (p) => `“${p.text}”的结尾不是端口`,
    suggestion: () => '写成“地址:端口”，端口为 1 到 65535；IPv6 写成“[地址]:端口”。',
  },
  'nat-special': {
    message: (p) => `此处不能使用 ${p.text}：它是回环、组播或保留地址`,
    suggestion: () => '请使用实验中某个节点的地址。',
  },
  'dnat-target-unknown': {
    message: (p) => `实验中没有节点拥有地址 ${p.address}`,
    suggestion: () => '请使用要到达的节点的地址。',
  },
  'duplicate-dnat': {
    message: (p) => `${p.node} 有两条针对 ${p.protocol} 端口 ${p.port} 的规则`,
    suggestion: () => '请删除其中一条，或用“in”或“destination”加以区分。',
  },
  'dnat-shadowed': {
    message: (p) => `前面的规则已经匹配 ${p.protocol} 端口 ${p.port} 的全部流量，这条永远不会匹配`,
    suggestion: () => '请把范围更窄的规则放在前面。',
  },
}
