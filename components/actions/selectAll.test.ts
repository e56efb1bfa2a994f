import { expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { useCanvasStore } from '../canvas/canvasStore'
import { buildScene } from '../canvas/model/buildScene'
import { readingOrder } from '../canvas/model/direction'
import { placement } from '../canvas/model/placement'
import { useViewStore } from '../state/viewStore'
import { actionContext } from './action'
import { selectAll } from './selectAll'

const lab: Lab = {
  netloom: 1,
  name: 'two',
  nodes: { red: { kind: 'namespace' }, gone: { kind: 'namespace' }, theirs: { kind: 'namespace' } },
  links: {},
  layout: {},
}

it('selects all that can be acted on: neither what is about to go nor what is not ours', () => {
  const positions = placement(lab)
  const scene = buildScene(lab, {
    positions,
    order: readingOrder(positions),
    showLoopback: () => false,
    foreign: () => [],
    stranger: (node) => node === 'theirs',
    ghost: (key) => key === 'node/gone',
  })
  useCanvasStore.getState().set({ scene })
  void selectAll.run(actionContext())
  const selected = useViewStore.getState().selection.map((ref) => ref.kind === 'node' && ref.node)
  expect(selected).toContain('red')
  expect(selected).not.toContain('gone')
  expect(selected).not.toContain('theirs')
})
