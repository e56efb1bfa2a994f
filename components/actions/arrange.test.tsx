import { beforeEach, expect, it, vi } from 'vitest'
import type { Lab, Position } from '../../core/lab/schema'
import { useCanvasStore } from '../canvas/canvasStore'
import { openLab } from '../inspector/testing/openLab'
import { eventually } from '../state/testing/eventually'
import { useViewStore } from '../state/viewStore'
import { actionContext } from './action'
import { arrange } from './arrange'

let arranged: (positions: Record<string, Position>) => void

// The layout is computed in a worker, which there is none of here.
vi.mock('../canvas/layout/autoLayout', () => ({
  autoLayout: () =>
    new Promise<Record<string, Position>>((resolve) => {
      arranged = resolve
    }),
}))

const lab = (name: string): Lab => ({
  netloom: 1,
  name,
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' } },
  links: {},
  layout: { red: { x: 0, y: 0 } },
})

async function arrangeTo(x: number, meanwhile = () => {}): Promise<void> {
  arranged = () => {}
  const idle = arranged
  const done = arrange.run(actionContext())
  await eventually(() => expect(arranged).not.toBe(idle))
  meanwhile()
  arranged({ red: { x, y: 0 } })
  await done
}

beforeEach(() => {
  useCanvasStore.getState().set({ scene: { nodes: [], edges: [], byName: new Map() } })
  useViewStore.setState({ announcement: { text: '', id: 0 } })
})

it('is one edit, and none where everything lies so already', async () => {
  const made = openLab(lab('a'))
  await arrangeTo(80)
  expect(made).toHaveLength(1)
  await arrangeTo(80)
  expect(made).toHaveLength(1)
  expect(useViewStore.getState().announcement).toEqual({ text: 'Arranged', id: 2 })
})

it('moves nothing in a lab that was opened while it was computed', async () => {
  openLab(lab('a'))
  let made: unknown[] = []
  await arrangeTo(80, () => {
    made = openLab(lab('b'))
  })
  expect(made).toEqual([])
})
