import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import { buildScene } from '../model/buildScene'
import { placement } from '../model/placement'
import { layoutGraph, unpack } from './graph'

function star(count: number): Lab {
  const lab: Lab = { netloom: 1, name: 'star', nodes: { host: { kind: 'host' }, br0: { kind: 'bridge' } }, links: {} }
  for (let i = 0; i < count; i++) {
    lab.nodes[`ns${i}`] = { kind: 'namespace' }
    lab.links[`l${i}`] = { endpoints: [`ns${i}:eth0`, `br0:p${i}`] }
  }
  return lab
}

function sceneOf(lab: Lab) {
  const positions = placement(lab)
  return buildScene(lab, {
    positions,
    order: Object.keys(lab.nodes),
    showLoopback: () => false,
    foreign: () => [],
    stranger: () => false,
    ghost: () => false,
  })
}

describe('what is laid out', () => {
  it('leads from the namespaces over their bridge to the host', () => {
    const { edges, direction } = layoutGraph(sceneOf(star(2)))
    expect(direction).toBe('DOWN')
    expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'node ns0 > node br0',
      'node ns1 > node br0',
      'node br0 > node host',
    ])
  })

  it('has the many namespaces of one bridge as a block of rows', () => {
    const scene = sceneOf(star(1000))
    const { boxes, edges } = layoutGraph(scene)
    expect(boxes.map((box) => box.members.length)).toEqual([1000, 1, 1])
    expect(edges).toHaveLength(2)
    const block = boxes[0]
    expect((block?.width ?? 0) / (block?.height ?? 1)).toBeLessThan(8)
    const positions = unpack(scene, boxes, new Map(boxes.map((box) => [box.id, { x: 0, y: 0 }])))
    expect(Object.keys(positions)).toHaveLength(1002)
    expect(new Set(boxes[0]?.members.map((name) => JSON.stringify(positions[name]))).size).toBe(1000)
  })

  it('stands side by side where namespaces are joined directly', () => {
    const pair: Lab = {
      netloom: 1,
      name: 'pair',
      nodes: { host: { kind: 'host' }, a: { kind: 'namespace' }, b: { kind: 'namespace' } },
      links: { wire: { endpoints: ['a:eth0', 'b:eth0'] } },
    }
    expect(layoutGraph(sceneOf(pair)).direction).toBe('RIGHT')
  })
})
