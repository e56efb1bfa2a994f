import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import { buildScene } from './buildScene'
import { readingOrder } from './direction'
import { type Flow, toFlow } from './flow'
import { placement } from './placement'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: { wire: { endpoints: ['red:eth0', 'blue:eth0'] } },
  layout: { red: { x: 0, y: 0 }, blue: { x: 400, y: 0 }, host: { x: 0, y: 400 } },
}
const labels = { nodeLabel: ({ name }: { name: string }) => name, edgeLabel: ({ id }: { id: string }) => id }
const EMPTY: Flow = { nodes: [], edges: [] }

function flow(of: Lab, before = EMPTY, selected: string[] = []): Flow {
  const positions = placement(of)
  const scene = buildScene(of, {
    positions,
    order: readingOrder(positions),
    showLoopback: () => false,
    foreign: () => [],
    stranger: () => false,
    ghost: () => false,
  })
  return toFlow(scene, before, { selected: new Set(selected), ...labels })
}

describe('the scene for React Flow', () => {
  it('is the same object as long as nothing changed', () => {
    const before = flow(lab)
    const after = flow(structuredClone(lab), before)
    expect(after.nodes).toBe(before.nodes)
    expect(after.edges).toBe(before.edges)
  })

  it('renews only the node that moved and the lines at it', () => {
    const before = flow(lab)
    const after = flow({ ...lab, layout: { ...lab.layout, host: { x: 80, y: 400 } } }, before)
    const renewed = after.nodes.filter((node, at) => node !== before.nodes[at]).map((node) => node.id)
    expect(renewed).toEqual(['host'])
    expect(after.edges).toBe(before.edges)
  })

  it('has the size of every node before anything is rendered', () => {
    for (const { measured, width, height } of flow(lab).nodes) expect(measured).toEqual({ width, height })
  })

  it('shows the selection, of nodes and of links', () => {
    const { nodes, edges } = flow(lab, EMPTY, ['node/red', 'link/wire'])
    expect(nodes.filter((node) => node.selected).map((node) => node.id)).toEqual(['red'])
    expect(edges.filter((edge) => edge.selected).map((edge) => edge.id)).toEqual(['link/wire'])
  })
})
