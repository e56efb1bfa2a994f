import { describe, expect, it } from 'vitest'
import type { Difference } from '../history/difference'
import { describeDifference } from './history'

const red = { kind: 'node', node: 'red' } as const
const eth0 = { kind: 'interface', node: 'red', name: 'eth0' } as const

describe('a difference in words', () => {
  it.each<[Difference, string, string]>([
    [{ change: 'added', element: red }, 'red added', 'red 已添加'],
    [
      { change: 'removed', element: { kind: 'link', link: 'x' }, ends: 'red:eth0 – br0:red' },
      'the link red:eth0 – br0:red removed',
      '链路 red:eth0 – br0:red 已删除',
    ],
    [{ change: 'renamed', element: eth0, from: 'lan', to: 'eth0' }, 'eth0 in red: renamed from lan', 'red 的 eth0：原名 lan'],
    [
      { change: 'value', element: eth0, field: 'addresses', from: '10.0.0.1/24', to: '10.0.0.2/24' },
      'eth0 in red: address 10.0.0.1/24 → 10.0.0.2/24',
      'red 的 eth0：地址 10.0.0.1/24 → 10.0.0.2/24',
    ],
    [{ change: 'value', element: eth0, field: 'up', to: false }, 'eth0 in red: state set to down', 'red 的 eth0：状态设为 停用'],
    [{ change: 'value', element: red, field: 'forwarding', to: true }, 'red: forwarding set to on', 'red：转发设为 开'],
    [
      { change: 'value', element: red, field: 'routes', from: { to: 'default', via: '10.0.0.9', metric: 5 } },
      'red: route default via 10.0.0.9 metric 5 removed',
      'red：删除路由 default via 10.0.0.9 metric 5',
    ],
    [
      { change: 'value', element: red, field: 'filter.input.rules', to: { action: 'drop', in: 'eth0' } },
      'red: input filter rule drop in eth0 added',
      'red：新增过滤规则（input） drop in eth0',
    ],
    [
      { change: 'value', element: red, field: 'filter.input.policy', to: 'drop' },
      'red: policy of the input filter set to drop',
      'red：过滤默认策略（input）设为 drop',
    ],
  ])('%j', (difference, english, chinese) => {
    expect(describeDifference(difference, 'en')).toBe(english)
    expect(describeDifference(difference, 'zh')).toBe(chinese)
  })
})
