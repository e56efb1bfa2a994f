import type { Words } from '../words'
import type { nicsEn } from './nics.en'

/** 把本机的接口接入网桥，中文。 */
export const nicsZh: Record<keyof typeof nicsEn, Words> = {
  'nic-not-on-host': {
    message: (p) => `${p.node} 里的 ${p.name} 指定了网桥，但只有主机的接口才能这样成为端口`,
    suggestion: (p) => `从 ${p.node} 画一条链路到 ${p.bridge}。`,
  },
  'nic-is-end': {
    message: (p) => `${p.name} 是一条链路的一端，不是本机已有的接口`,
    suggestion: (p) => `把链路画到 ${p.bridge}，或者去掉“bridge”。`,
  },
  'nic-is-loopback': {
    message: () => 'lo 不能成为网桥的端口',
    suggestion: () => '请指定一个通向本机之外的接口。',
  },
  'nic-no-bridge': {
    message: (p) => `${p.name} 要成为 ${p.bridge} 的端口，但实验里没有这个网桥`,
    suggestion: (p) => (p.similar ? `是不是想写 ${p.similar}？` : `请在主机上画出网桥 ${p.bridge}。`),
  },
  'nic-bridge-elsewhere': {
    message: (p) => `${p.name} 是主机的接口，而 ${p.bridge} 在 ${p.on} 里`,
    suggestion: () => '网桥只接受同一命名空间的端口：请指定一个位于主机上的网桥。',
  },
  'nic-keeps-own': {
    message: (p) => `${p.name} 沿用它在本机上的设置：这里写的其他内容不会生效`,
    suggestion: (p) => `它的地址会自动移到 ${p.bridge}；MTU 等请在本机的网络配置里设置。`,
  },
  'nic-needs-bridge': {
    message: (p) => `${p.name} 是本机的接口，只有网桥能把它作为端口`,
    suggestion: () => '请选择主机上的一个网桥，或先画一个。',
  },
  'nic-in-sandbox': {
    message: (p) => `沙箱里没有接口 ${p.name}：沙箱只有实验画出的内容`,
    suggestion: () => '把这个实验应用到本机自身（机器“host”），或者改画一条链路。',
  },
  'nic-missing': {
    message: (p) => `本机没有接口 ${p.name}`,
    suggestion: () => '用 ip link 查看本机有哪些接口。',
  },
  'nic-ours': {
    message: (p) => `${p.name} 是某个实验创建的，不是本机自己的接口`,
    suggestion: () => '请指定一个通向本机之外的接口。',
  },
  'nic-taken': {
    message: (p) => `${p.name} 已经是 ${p.master} 的端口，而且不是这个实验接入的`,
    suggestion: () => '请指定别的接口，或者先把它从那里取出。',
  },
}
