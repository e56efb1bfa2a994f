import { beforeEach, describe, expect, it } from 'vitest'
import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { openLab } from '../inspector/testing/openLab'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { actionContext, isEnabled } from './action'
import { keepSelected } from './clipboard'
import { cut } from './cut'
import { rename } from './rename'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, br: { kind: 'bridge' } },
  links: { l: { endpoints: ['red:eth0', 'br:veth-red'] } },
}

const select = (...selection: ElementRef[]) => {
  useViewStore.getState().select(selection)
  return actionContext()
}

beforeEach(() => {
  openLab(lab)
  useViewStore.setState({ locale: 'en', announcement: { text: '', id: 0 } })
})

describe('what is selected', () => {
  const eth0: ElementRef = { kind: 'interface', node: 'red', name: 'eth0' }

  it('is renamed where it has a name of its own', () => {
    const can = (ref: ElementRef) => isEnabled(rename, select(ref))
    expect(can({ kind: 'node', node: 'red' })).toBe(true)
    expect(can(eth0)).toBe(true)
    expect(can({ kind: 'node', node: 'host' })).toBe(false)
    expect(can({ kind: 'node', node: 'stranger' })).toBe(false)
    expect(can({ ...eth0, name: 'lo' })).toBe(false)
    expect(can({ kind: 'interface', node: 'br', name: 'br' })).toBe(false)
  })

  it('is copied where it is in the lab: what was copied before is not lost for a stranger', () => {
    expect(keepSelected(select({ kind: 'node', node: 'red' }))).toBe(1)
    expect(isEnabled(cut, select({ kind: 'node', node: 'stranger' }))).toBe(false)
    expect(keepSelected(actionContext())).toBe(0)
  })

  it('says what a cut took away', () => {
    void cut.run(select({ kind: 'node', node: 'red' }))
    expect(useLabStore.getState().lab.nodes).not.toHaveProperty('red')
    expect(useViewStore.getState().announcement.text).toBe('Deleted 1 element')
  })
})
