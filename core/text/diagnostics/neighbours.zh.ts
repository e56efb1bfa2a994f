import type { Words } from '../words'
import type { neighboursEn } from './neighbours.en'

/** Neighbours that are written down, Chinese. */
export const neighboursZh: Record<keyof typeof neighboursEn, Words> = {
  'neighbour-dev-unknown': {
    message: (p) => `${p.node} 没有接口 ${p.dev}`,
    suggestion: (p) => (p.near ? `是不是想写 ${p.near}？` : '先画出链路，或者填一个已有的接口。'),
  },
  'neighbour-dev-is-port': {
    message: (p) => `${p.dev} 是网桥 ${p.bridge} 的端口；不会通过端口去找邻居`,
    suggestion: (p) => `改用 ${p.bridge}。`,
  },
  'neighbour-on-loopback': {
    message: () => 'lo 上没有邻居',
    suggestion: () => '填邻居所在的那个接口。',
  },
  'neighbour-special': {
    message: (p) => `${p.address} 不是任何人的地址：它是环回、组播或保留地址`,
    suggestion: () => '填邻居的地址。',
  },
  'neighbour-own-address': {
    message: (p) => `${p.address} 是 ${p.node} 自己的地址`,
    suggestion: () => '填邻居的地址。',
  },
  'neighbour-not-host': {
    message: (p) => `${p.address} 是 ${p.network} 的网络地址或广播地址`,
    suggestion: () => '填邻居的地址。',
  },
  'neighbour-not-connected': {
    message: (p) => `${p.node} 的 ${p.dev} 不在 ${p.address} 所在的任何网络里，这一条永远用不上`,
    suggestion: (p) => (p.networks ? `${p.dev} 在 ${p.networks} 里。` : `给 ${p.dev} 一个同网段的地址。`),
  },
  'neighbour-no-ipv6': {
    message: (p) => `${p.dev} 的 MTU 是 ${p.mtu}，内核会因此停用它的 IPv6`,
    suggestion: () => '要用 IPv6，接口的 MTU 至少为 1280。',
  },
  'neighbour-other-mac': {
    message: (p) => `${p.address} 是 ${p.owner} 的地址，而它的接口画着 MAC ${p.mac}：发往这里所写 MAC 的数据会丢失`,
    suggestion: (p) => `改成 ${p.mac}，除非就是要让它不通。`,
  },
  'duplicate-neighbour': {
    message: (p) => `${p.node} 的 ${p.dev} 上已经写定了 ${p.address} 的 MAC`,
    suggestion: () => '删掉其中一条。',
  },
  'foreign-neighbour': {
    message: (p) => `${p.netns} 里已经有人写定了 ${p.address} 的 MAC，而且不是这个实验写的`,
    suggestion: (p) => `删掉实验里的这个邻居，或者用“ip neigh delete ${p.address}”删除已有的那条。`,
  },
}
