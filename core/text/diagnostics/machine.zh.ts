import type { Words } from '../words'
import type { machineEn } from './machine.en'

/** Where a lab meets what is on the machine and is not its own, Chinese. */
export const machineZh: Record<keyof typeof machineEn, Words> = {
  'foreign-namespace': {
    message: (p) => `命名空间 ${p.name} 已经存在，而且不是这个实验创建的`,
    suggestion: (p) => `在实验里把 ${p.name} 改个名字，或者用“ip netns delete ${p.name}”删除已有的那个。`,
  },
  'foreign-interface': {
    message: (p) => `${p.netns} 里已经有接口 ${p.name}，而且不是这个实验创建的`,
    suggestion: (p) => `在实验里把 ${p.name} 改个名字，或者删除、重命名已有的那个。`,
  },
  'foreign-route': {
    message: (p) => `${p.netns} 里已经有到 ${p.to} 的路由，而且不是这个实验创建的`,
    suggestion: () => '给这条路由换一个 metric，或者删除已有的那条。',
  },
  'foreign-address': {
    message: (p) => `本机的 ${p.name} 或另一个实验已经在用地址 ${p.address}`,
    suggestion: () => '给这个实验换一个地址。',
  },
  'foreign-network': {
    message: (p) => `${p.address} 属于 ${p.network}，而本机已经通过 ${p.name} 接在这个网络上`,
    suggestion: () => '给这个实验换一个网段：否则本机发往自己网络的流量会被它接走。',
  },
  'cannot-adopt': {
    message: (p) => `${p.what} 无法收进实验`,
    suggestion: () => '把它恢复原状，或者手动画出来。',
  },
}
