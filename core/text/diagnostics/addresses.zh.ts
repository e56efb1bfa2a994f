import type { Words } from '../words'
import type { addressesEn } from './addresses.en'

/** Addresses, MACs and MTUs, Simplified Chinese. */
export const addressesZh: Record<keyof typeof addressesEn, Words> = {
  'bad-address': {
    message: (p) => `“${p.text}”不是 IP 地址`,
    suggestion: () => 'IPv4 写成 10.0.0.1/24，IPv6 写成 2001:db8::1/64。',
  },
  'address-leading-zero': {
    message: (p) => `“${p.text}”中有以 0 开头的数，有些程序会按八进制读取`,
    suggestion: () => '去掉前导零：写 10.0.0.9，不写 010.0.0.9。',
  },
  'address-short': {
    message: (p) => `“${p.text}”不足四段`,
    suggestion: () => '四段都要写：10.1.0.0/16，而不是 10.1/16。',
  },
  'address-zone': {
    message: (p) => `“${p.text}”在“%”之后带有接口名`,
    suggestion: () => '去掉“%”及其后的内容。',
  },
  'address-mapped': {
    message: (p) => `“${p.text}”是写成 IPv6 形式的 IPv4 地址`,
    suggestion: () => '请直接写 IPv4 地址。',
  },
  'address-no-prefix': {
    message: (p) => `“${p.text}”没有前缀长度；内核会把它当作只有一个地址的网络`,
    suggestion: (p) => `请加上网络的前缀长度，例如 ${p.text}${String(p.text).includes(':') ? '/64' : '/24'}。`,
  },
  'address-bad-prefix': {
    message: (p) => `“${p.text}”的前缀长度不可能存在`,
    suggestion: () => 'IPv4 为 /0 到 /32，IPv6 为 /0 到 /128。',
  },
  'address-unwanted-prefix': {
    message: (p) => `“${p.text}”应是单个地址，不带前缀长度`,
    suggestion: (p) => `请写 ${String(p.text).split('/')[0]}。`,
  },
  'address-zero-prefix': {
    message: (p) => `${p.text} 会把全世界的地址都当作直连邻居`,
    suggestion: () => '请使用网络的前缀，例如 /24；其余的交给默认路由。',
  },
  'address-unspecified': {
    message: (p) => `${p.text} 表示“没有地址”，不能配置在接口上`,
    suggestion: () => '请选择接口所在网络中的一个地址。',
  },
  'address-is-network': {
    message: (p) => `${p.text} 是网络地址，不是其中的主机`,
    suggestion: (p) => (p.free ? `请选择主机地址，例如 ${p.free}。` : '这个网络的地址已用完；请使用更短的前缀。'),
  },
  'address-is-broadcast': {
    message: (p) => `${p.text} 是所在网络的广播地址`,
    suggestion: (p) => (p.free ? `请选择主机地址，例如 ${p.free}。` : '这个网络的地址已用完；请使用更短的前缀。'),
  },
  'address-multicast': {
    message: (p) => `${p.text} 是组播地址`,
    suggestion: () => '请选择单播地址，例如 10.0.0.0/8 或 fd00::/8 中的地址。',
  },
  'address-reserved': {
    message: (p) => `${p.text} 位于保留地址段（0.0.0.0/8 或 240.0.0.0/4）`,
    suggestion: () => '请换一个，例如 10.0.0.0/8 中的地址。',
  },
  'address-loopback': {
    message: (p) => `${p.text} 是回环地址，只能配置在 lo 上`,
    suggestion: () => '请换一个，例如 10.0.0.0/8 或 fd00::/8 中的地址。',
  },
  'address-twice': {
    message: (p) => `${p.node} 的 ${p.name} 重复配置了 ${p.address}`,
    suggestion: () => '请删除其中一个。',
  },
  'duplicate-address': {
    message: (p) => `同一网络中的 ${p.other} 也有地址 ${p.address}`,
    suggestion: (p) => (p.free ? `请换一个地址；${p.free} 可用。` : '请换一个地址。'),
  },
  'address-single': {
    message: (p) => `使用 ${p.text} 时，${p.node} 在 ${p.name} 上没有邻居：这个前缀只容得下这一个地址`,
    suggestion: () => '请使用网络的前缀，例如 /24 或 /64。',
  },
  'overlapping-subnets': {
    message: (p) => `${p.node} 的 ${p.name} 上有 ${p.network}，${p.other} 上有 ${p.otherNetwork}：两者重叠`,
    suggestion: () => '请让每条链路使用各自的网络，否则内核只会从其中一条发送。',
  },
  'no-common-subnet': {
    message: (p) => `${p.node} 的 ${p.name}（${p.address}）与链路上的其他接口不在同一网络`,
    suggestion: (p) => `请选择他们所在网络 ${p.network} 中的地址，或在两者之间配置路由。`,
  },
  'address-on-port': {
    message: (p) => `${p.name} 是 ${p.bridge} 的端口；端口上的地址不会像预期那样可达`,
    suggestion: (p) => `请把地址配置在 ${p.bridge} 本身上。`,
  },
  'bad-mac': {
    message: (p) => `“${p.mac}”不是 MAC 地址`,
    suggestion: () => '写六组以冒号分隔的十六进制数，例如 02:00:00:00:00:01。',
  },
  'mac-multicast': {
    message: (p) => `${p.mac} 是组播 MAC`,
    suggestion: () => '第一组必须是偶数；02:… 正适合自行指定。',
  },
  'mac-zero': {
    message: () => '接口的 MAC 不能全为零',
    suggestion: () => '请指定一个，例如 02:00:00:00:00:01，或交给内核决定。',
  },
  'loopback-mac': {
    message: () => 'lo 没有可设置的 MAC',
    suggestion: () => '请删除 MAC。',
  },
  'duplicate-mac': {
    message: (p) => `同一网络中的 ${p.other} 也使用 MAC ${p.mac}`,
    suggestion: () => '请修改其中一个，或都交给内核决定。',
  },
  'bad-mtu': {
    message: (p) => `${p.mtu} 不能用作 MTU`,
    suggestion: () => '请使用 68 到 65535 之间的整数；通常为 1500。',
  },
  'mtu-below-ipv6': {
    message: (p) => `${p.node} 的 ${p.name} 有 IPv6 地址，而 MTU 为 ${p.mtu} 时内核会关闭 IPv6`,
    suggestion: () => 'IPv6 要求 MTU 不小于 1280。',
  },
  'bridge-mtu-below-ipv6': {
    message: (p) => `${p.node} 有 IPv6 地址，但它会采用端口 ${p.name} 的 MTU ${p.mtu}，此时内核会关闭 IPv6`,
    suggestion: (p) => `请把 ${p.name} 的 MTU 提高到 1280 或以上。`,
  },
  'mtu-mismatch': {
    message: (p) => `链路两端的 MTU 不同：${p.mtu} 和 ${p.other}`,
    suggestion: () => '请设为相同的值，否则大包会在某一方向上丢失。',
  },
}
