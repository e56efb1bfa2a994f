import type { lossesEn } from './losses.en'

/** 撤回步骤时无法原样恢复的内容，中文。 */
export const lossesZh: typeof lossesEn = {
  title: '若撤回这些步骤，以下内容无法原样恢复：',
  losses: {
    counters: '被删除或替换的规则和接口，其数据包计数从零开始',
    connections: '那里被跟踪的连接（conntrack）会被遗忘，经过 NAT 的连接可能中断',
    learned: '邻居和转发表项需要重新学习',
    leases: 'DHCP 租约需要重新申请',
  },
}
