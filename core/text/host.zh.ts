import type { hostEn } from './host.en'

/** 把本机自身作为机器时的用语，中文。 */
export const hostZh: typeof hostEn = {
  owned: { namespaces: '命名空间', interfaces: '接口', tables: 'nft 表' },
  orphansOnHost: '--orphans 需要与 --machine host 一起使用：沙箱不会留下任何东西',
  noOrphans: '没有失去实验归属的残留。',
  orphanRemoved: (lab: string, steps: number) => `${lab}：已清除残留，共 ${steps} 项。`,
  orphan: (lab: string, steps: number) =>
    `${lab}：没有应用，但本机上还有它的 ${steps} 项残留（用 netloom destroy --orphans 清除）`,
  leftAlone: '以下内容无法确定属于 Netloom，未作改动：',
  doubts: {
    'group-alone': '带有我们的组号，但没有归属标记',
    'alias-alone': '带有归属别名，但没有我们的组号：是仿制的',
    'copied-mark': '带有我们的标记，但另一端从未有过：是仿制的',
    'no-record': '路由带有我们的协议号，但没有任何记录',
    'not-registered': '命名空间里有我们的链路，但它不在登记册上',
  },
  confirmByCommand: (lab: string, seconds: number) =>
    `这次改动可能会断开某些连接。若不保留，${seconds} 秒后恢复原状；保留请运行：netloom confirm ${lab}`,
  askToKeep: (lab: string, seconds: number) => `${lab} 改变了本机通向外部的路径。保留吗？[y/N]（${seconds} 秒后恢复原状）`,
  confirmed: {
    kept: (lab: string) => `${lab}：已保留。`,
    'put-back': (lab: string) => `${lab}：已恢复，本机与改动之前相同。`,
    'nothing-waits': (lab: string) => `${lab} 没有等待确认的改动：已经保留或恢复过了。`,
    failed: (lab: string) => `${lab} 未能完全恢复。原因见代理的日志，残留见 netloom status --machine host。`,
  },
  undone: (lab: string) => `${lab} 的上一次改动被中断，已经撤销：本机恢复为改动之前的样子。`,
  notUndone: (lab: string, words: string) =>
    `${lab} 的上一次改动被中断，且未能完全撤销：${words}。用 netloom status --machine host 查看残留。`,
}
