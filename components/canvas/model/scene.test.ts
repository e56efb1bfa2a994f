import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import { arbitraryLab } from '../../../test/arbitraries/lab'
import type { BridgeBox } from './bridge'
import { buildScene } from './buildScene'
import type { CardBox } from './card'
import { readingOrder } from './direction'
import { contains, type Rect } from './geometry'
import { placement } from './placement'
import { rectOf, type Scene } from './scene'

function sceneOf(lab: Lab): Scene {
  const positions = placement(lab)
  const nothing = () => false
  return buildScene(lab, {
    positions,
    order: readingOrder(positions),
    showLoopback: nothing,
    foreign: () => [],
    stranger: () => false,
    ghost: nothing,
  })
}

const redBlue: Lab = {
  netloom: 1,
  name: 'red-blue',
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
    br0: { kind: 'bridge', addresses: ['10.0.0.254/24'] },
  },
  links: { a: { endpoints: ['red:eth0', 'br0:veth-red'] }, b: { endpoints: ['blue:eth0', 'br0:veth-blue'] } },
  layout: { red: { x: 0, y: 0 }, blue: { x: 400, y: 0 }, br0: { x: 200, y: 200 }, host: { x: 200, y: 400 } },
}

const bridge = (scene: Scene, name = 'br0') => scene.byName.get(name)?.box as BridgeBox
const card = (scene: Scene, name: string) => scene.byName.get(name)?.box as CardBox
const edge = (scene: Scene, id: string) => {
  const found = scene.edges.find((one) => one.id === id)
  if (!found) throw new Error(`no edge ${id}`)
  return found
}

describe('a bridge', () => {
  it('has a port for each link, on the side of what is plugged in, in its order from the left', () => {
    const { ports } = bridge(sceneOf(redBlue))
    expect(ports.map(({ name, side }) => [name, side])).toEqual([
      ['veth-red', 'top'],
      ['veth-blue', 'top'],
    ])
    expect(ports[0]?.x).toBeLessThan(ports[1]?.x ?? 0)
  })

  it('hangs its own interface towards the namespace that it lives in, tethered to that card', () => {
    const scene = sceneOf(redBlue)
    expect(bridge(scene).tabSide).toBe('bottom')
    const tether = edge(scene, 'tether/br0')
    expect(tether.to).toMatchObject({ node: 'host', at: { side: 'top', y: 400 } })
    expect(tether.from.at.x).toBe(tether.to.at.x)
  })

  it('keeps its bar where the layout has it when the tab changes sides', () => {
    const above = { ...redBlue, layout: { ...redBlue.layout, host: { x: 200, y: -200 } } }
    for (const lab of [redBlue, above]) {
      const scene = sceneOf(lab)
      const { bar } = bridge(scene)
      const at = scene.byName.get('br0')?.at ?? { x: 0, y: 0 }
      expect({ x: at.x + bar.x, y: at.y + bar.y }).toEqual({ x: 200, y: 200 })
    }
  })

  it('is as wide as its ports need', () => {
    const many: Lab = { ...redBlue, nodes: { ...redBlue.nodes }, links: {} }
    for (let i = 0; i < 40; i++) {
      many.nodes[`n${i}`] = { kind: 'namespace' }
      many.links[`l${i}`] = { endpoints: [`n${i}:eth0`, `br0:p${i}`] }
    }
    const { bar, ports } = bridge(sceneOf(many))
    const xs = ports.filter((port) => port.side === 'top').map((port) => port.x)
    expect(Math.min(...xs.slice(1).map((x, at) => x - (xs[at] ?? 0)))).toBeGreaterThanOrEqual(16)
    expect(bar.width).toBeGreaterThan(40 * 16)
  })
})

describe('a link', () => {
  it('leaves from the row of its interface, on the side that looks at the port, and ends at that port', () => {
    const scene = sceneOf(redBlue)
    const { from, to } = edge(scene, 'link/a')
    const row = card(scene, 'red').rows.find((one) => one.name === 'eth0')
    expect(from.at).toEqual({ side: 'right', x: card(scene, 'red').width, y: row?.y })
    const port = bridge(scene).ports.find((one) => one.name === 'veth-red')
    expect(to.at).toEqual({ side: 'top', x: 200 + (port?.x ?? 0), y: 200 })
    expect(edge(scene, 'link/b').from.at.side).toBe('left')
  })

  it('has both of its ends on the outline of their nodes, whatever the lab', () => {
    fc.assert(
      fc.property(arbitraryLab(), (lab) => {
        const scene = sceneOf(lab)
        expect(scene.edges.filter((one) => one.type === 'link')).toHaveLength(Object.keys(lab.links).length)
        for (const { from, to, type } of scene.edges) {
          if (type === 'nat') continue
          for (const end of [from, to]) {
            const node = scene.byName.get(end.node)
            const rect = node && rectOf(node)
            expect(rect && contains(rect, end.at, 0.5)).toBe(true)
          }
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('NAT', () => {
  const masquerade = { type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' } as const
  const dnat = { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' } as const
  const router = (...nat: NonNullable<Extract<Lab['nodes'][string], { kind: 'host' }>['nat']>): Lab => ({
    ...redBlue,
    nodes: { ...redBlue.nodes, host: { kind: 'host', nat } },
  })

  it('goes from the router to the network that it hides, and to the node that it forwards to', () => {
    const scene = sceneOf(router(masquerade, dnat))
    expect(edge(scene, 'nat/host/0').to.node).toBe('br0')
    expect(edge(scene, 'nat/host/1').to.node).toBe('blue')
  })

  it('stands beside the router when its network is not drawn', () => {
    const { from, to } = edge(sceneOf(router({ type: 'masquerade' })), 'nat/host/0')
    expect(to.node).toBe('host')
    expect(to.at.x).toBeGreaterThan(from.at.x)
  })
})

describe('where nothing has a place yet', () => {
  it('no two nodes overlap', () => {
    fc.assert(
      fc.property(arbitraryLab(), (lab) => {
        const rects = sceneOf({ ...lab, layout: {} }).nodes.map(rectOf)
        for (const [at, a] of rects.entries()) for (const b of rects.slice(at + 1)) expect(overlap(a, b)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})

describe('lo', () => {
  it('is a row only where there is a reason to look at it', () => {
    const options = { positions: {}, order: ['red'], foreign: () => [], stranger: () => false, ghost: () => false }
    const rows = (show: boolean) =>
      card(buildScene(redBlue, { ...options, showLoopback: () => show }), 'red').rows.map((row) => row.name)
    expect(rows(false)).toEqual(['eth0'])
    expect(rows(true)).toEqual(['eth0', 'lo'])
  })
})

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
