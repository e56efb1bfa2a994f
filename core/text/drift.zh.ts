import type { DriftDictionary, driftWordsEn } from './drift.en'

/** One difference between the lab and the kernel, Chinese. */
export const driftZh: DriftDictionary = {
  missing: { changed: (p) => `${p.what} 不见了` },
  extra: { changed: (p) => `多了 ${p.what}，实验里没有` },
  up: { changed: (p) => `${p.what} 已${p.found}` },
  mac: { changed: (p) => `${p.what} 的 MAC 是 ${p.found}，而不是 ${p.wanted}` },
  mtu: { changed: (p) => `${p.what} 的 MTU 是 ${p.found}，而不是 ${p.wanted}` },
  name: { changed: (p) => `${p.what} 现在叫 ${p.found}` },
  netns: { changed: (p) => `${p.what} 被移到了 ${p.found}` },
  master: {
    changed: (p) => `${p.what} 是 ${p.found} 的端口，而不是 ${p.wanted} 的`,
    gone: (p) => `${p.what} 不再是 ${p.wanted} 的端口`,
    extra: (p) => `${p.what} 成了 ${p.found} 的端口`,
  },
  address: {
    changed: (p) => `${p.what} 的地址顺序不同：${p.found}`,
    gone: (p) => `${p.what} 丢了地址 ${p.wanted}`,
    extra: (p) => `${p.what} 多了地址 ${p.found}`,
  },
  route: {
    changed: (p) => `${p.what} 的路由是 ${p.found}，而不是 ${p.wanted}`,
    gone: (p) => `${p.what} 丢了路由 ${p.wanted}`,
    extra: (p) => `${p.what} 多了路由 ${p.found}`,
  },
  neighbour: {
    changed: (p) => `${p.what} 的邻居是 ${p.found}，而不是 ${p.wanted}`,
    gone: (p) => `${p.what} 丢了邻居 ${p.wanted}`,
    extra: (p) => `${p.what} 多了邻居 ${p.found}`,
  },
  forwarding: { changed: (p) => (p.found === 'on' ? `${p.what} 正在转发数据包` : `${p.what} 不转发数据包`) },
  nat: {
    changed: (p) => `${p.what} 的 NAT 规则不同`,
    gone: (p) => `${p.what} 丢了规则 ${p.wanted}`,
    extra: (p) => `${p.what} 多了规则 ${p.found}`,
  },
  service: {
    changed: (p) => `${p.what} 的 ${p.wanted} 运行得与应用时不同`,
    gone: (p) => `${p.what} 的 ${p.wanted} 没有在运行`,
    extra: (p) => `${p.what} 多了 ${p.found}，实验里没有`,
  },
  filter: {
    changed: (p) => `${p.what} 的包过滤规则顺序不同`,
    gone: (p) => `${p.what} 的包过滤丢了“${p.wanted}”`,
    extra: (p) => `${p.what} 的包过滤多了“${p.found}”`,
  },
  stp: { changed: (p) => `${p.what} 的生成树协议${p.found === 'on' ? '开着' : '关着'}` },
}

/** The words around the values. */
export const driftWordsZh: typeof driftWordsEn = {
  inNode: (name, node) => `${node} 里的 ${name}`,
  link: (ends) => `链路 ${ends}`,
  lab: () => '实验',
  values: { up: '启用', down: '停用', on: 'on', off: 'off' },
}
