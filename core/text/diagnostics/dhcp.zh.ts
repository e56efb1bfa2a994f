import type { Words } from '../words'
import type { dhcpEn } from './dhcp.en'

/** DHCP servers and clients, Chinese. */
export const dhcpZh: Record<keyof typeof dhcpEn, Words> = {
  'dhcp-interface-unknown': {
    message: (p) => `${p.node} 的 DHCP 服务器要服务的接口 ${p.name} 不存在`,
    suggestion: (p) => (p.near ? `是不是想写 ${p.near}？` : '选这个节点的一个接口，或者位于它里面的一个网桥。'),
  },
  'dhcp-on-port': {
    message: (p) => `${p.name} 是 ${p.bridge} 的端口；端口上的 DHCP 服务器听不到任何请求`,
    suggestion: (p) => `改为服务 ${p.bridge} 本身：它的所有端口都能到达。`,
  },
  'dhcp-on-loopback': {
    message: () => '在 lo 上没有人能请求地址',
    suggestion: () => '选面向客户端的那个接口。',
  },
  'dhcp-interface-down': {
    message: (p) => `${p.node} 的 DHCP 服务器服务的 ${p.name} 画成了停用`,
    suggestion: (p) => `启用 ${p.name}。`,
  },
  'dhcp-no-address': {
    message: (p) => `${p.node} 的 ${p.name} 没有 IPv4 网络，也就没有地址可分配`,
    suggestion: (p) => `给 ${p.name} 一个带前缀的静态地址，例如 10.0.0.1/24。`,
  },
  'dhcp-not-ipv4': {
    message: (p) => `${p.text} 不是 IPv4 地址，而这个 DHCP 服务器只分配 IPv4`,
    suggestion: () => '请用 IPv4 地址。',
  },
  'dhcp-range-reversed': {
    message: (p) => `地址范围首尾颠倒：${p.first} 在 ${p.last} 之后`,
    suggestion: () => '把较小的地址写在前面。',
  },
  'dhcp-range-outside': {
    message: (p) => `范围 ${p.first} 到 ${p.last} 不在 ${p.name} 的网络 ${p.network} 里`,
    suggestion: () => '首尾两个地址都要取自这个网络：否则客户端到不了服务器。',
  },
  'dhcp-range-edge': {
    message: (p) => `范围里有 ${p.address}，它是网络地址或广播地址，主机不能使用`,
    suggestion: () => '去掉该网络的第一个和最后一个地址。',
  },
  'dhcp-range-own': {
    message: (p) => `范围里有 ${p.address}，这是服务器自己的地址`,
    suggestion: () => '让范围从它之后开始。',
  },
  'dhcp-range-taken': {
    message: (p) => `范围里有 ${p.address}，而它已经属于 ${p.other}：客户端可能再次分到它`,
    suggestion: () => '选一个不含静态地址的范围。',
  },
  'dhcp-router-outside': {
    message: (p) => `客户端到不了路由器 ${p.router}：它不在 ${p.network} 里`,
    suggestion: (p) => `用 ${p.node} 在 ${p.name} 上的地址，或者那里另一台路由器的地址。`,
  },
  'dhcp-router-nobody': {
    message: (p) => `告诉客户端的路由器是 ${p.router}，但这个网络里没有谁拥有它`,
    suggestion: (p) => `用 ${p.node} 在 ${p.name} 上的地址，或者把它配给那里的一台路由器。`,
  },
  'dhcp-bad-lease': {
    message: (p) => `“${p.text}”不是租期`,
    suggestion: () => '写一个数字加 m、h、d 或 w，例如 45m 或 12h：最短 2m，最长 365d。',
  },
  'dhcp-two-servers': {
    message: (p) => `同一个网络里 ${p.others} 也有 DHCP 服务器；谁先应答就用谁的`,
    suggestion: () => '只留一个。',
  },
  'dhcp-client-on-port': {
    message: (p) => `${p.name} 是 ${p.bridge} 的端口；端口不取地址`,
    suggestion: () => '在链路的另一端取地址。',
  },
  'dhcp-client-on-loopback': {
    message: (p) => `${p.node} 的 lo 上没有 DHCP 应答`,
    suggestion: () => '去掉那里的“dhcp”。',
  },
  'dhcp-client-down': {
    message: (p) => `${p.node} 的 ${p.name} 要请求地址，却画成了停用`,
    suggestion: (p) => `启用 ${p.name}。`,
  },
  'dhcp-no-server': {
    message: (p) => `${p.node} 的 ${p.name} 请求地址，但它的网络里没有 DHCP 服务器`,
    suggestion: () => '给那里的一个节点加上 DHCP 服务器，或者给这个接口一个静态地址。',
  },
  'dhcp-nothing-to-serve': {
    message: (p) => `${p.node} 没有可用来分配地址的接口和网络`,
    suggestion: () => '把它和客户端连起来，并给接口一个 IPv4 地址，例如 10.0.0.1/24。',
  },
  'program-missing': {
    message: (p) => `${p.node} 需要 ${p.program}，这台机器上没有`,
    suggestion: (p) => `安装它：sudo apt-get install ${p.package}`,
  },
}
