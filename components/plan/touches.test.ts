import { describe, expect, it } from 'vitest'
import type { ElementRef } from '../../core/lab/element'
import type { Step } from '../../core/plan/plan'
import { touches } from './touches'

const about = (...elements: ElementRef[]): Step => ({
  op: { op: 'link-up', netns: 'red', name: 'eth0' },
  action: 'change',
  elements,
  reason: { code: 'netns-drawn', params: {} },
})

describe('touches', () => {
  const step = about({ kind: 'interface', node: 'red', name: 'eth0' }, { kind: 'link', link: 'red-br' })

  it('is true for each element of the step', () => {
    expect(touches(step, 'interface/red/eth0')).toBe(true)
    expect(touches(step, 'link/red-br')).toBe(true)
  })

  it('is true for the node that an element is on', () => {
    expect(touches(step, 'node/red')).toBe(true)
  })

  it('is false for a neighbour', () => {
    expect(touches(step, 'interface/red/eth1')).toBe(false)
    expect(touches(step, 'node/blue')).toBe(false)
  })
})
