import type { Translated } from './dictionary'
import type { filterEn } from './filter.en'

/** The words around packet filters, Chinese. */
export const filterZh: Translated<typeof filterEn> = {
  title: '包过滤',
  chains: {
    input: '发到这个网络自己的包',
    forward: '路过的包',
    output: '从这里发出的包',
  },
  policy: (chain) => `${chain} 的策略`,
  otherwise: '否则',
  policies: { accept: '放行 accept', drop: '丢弃 drop' },
  rule: (chain, number) => `${chain} 的第 ${number} 条规则`,
  everything: '所有包',
  addRule: '添加规则',
  addRuleTo: (chain) => `在 ${chain} 里添加规则`,
  up: (number) => `把规则 ${number} 上移`,
  down: (number) => `把规则 ${number} 下移`,
  remove: (number) => `删除规则 ${number}`,
  action: '动作',
  actions: { accept: '放行 accept', drop: '丢弃 drop', reject: '拒绝 reject' },
  protocol: '协议',
  port: '端口',
  in: '从哪里进',
  out: '从哪里出',
  source: '来源',
  destination: '目的',
  state: '连接状态',
  any: '任意',
  hits: (packets) => `${packets} 个包`,
  chip: (rules) => `包过滤，${rules} 条规则`,
  drops: (chains) => `策略为丢弃：${chains}`,
  stopped: (packets) => `规则拦下了 ${packets} 个包`,
}
