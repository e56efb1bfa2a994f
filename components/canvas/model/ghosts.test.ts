import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import { withGhosts } from './ghosts'

const applied: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: { wire: { endpoints: ['red:eth0', 'blue:eth0'] } },
  layout: { red: { x: 0, y: 0 }, blue: { x: 400, y: 0 } },
}

describe('what was erased since it was applied', () => {
  it('is nothing while the drawing is what was applied', () => {
    expect(withGhosts(applied, applied)).toEqual({ lab: applied, ghosts: new Set() })
    expect(withGhosts(applied, null).lab).toBe(applied)
  })

  it('is still drawn, where it stood, until the next apply', () => {
    const { blue, ...nodes } = applied.nodes
    const { lab, ghosts } = withGhosts({ ...applied, nodes, links: {}, layout: { red: { x: 0, y: 0 } } }, applied)
    expect(ghosts).toEqual(new Set(['node/blue', 'link/wire']))
    expect(lab.nodes.blue).toBe(blue)
    expect(lab.layout?.blue).toEqual({ x: 400, y: 0 })
    expect(lab.links.wire).toEqual(applied.links.wire)
  })

  it('is not what was only renamed', () => {
    const { red, ...others } = applied.nodes
    const renamed: Lab = {
      ...applied,
      nodes: { ...others, crimson: { kind: 'namespace', ...red, id: 'red' } as Lab['nodes'][string] },
      links: { wire: { endpoints: ['crimson:eth0', 'blue:eth0'] } },
    }
    expect(withGhosts(renamed, applied).ghosts.size).toBe(0)
  })

  it('follows a node that was renamed when its link was erased', () => {
    const { red, ...others } = applied.nodes
    const nodes = { ...others, crimson: { kind: 'namespace', ...red, id: 'red' } as Lab['nodes'][string] }
    const { lab, ghosts } = withGhosts({ ...applied, nodes, links: {} }, applied)
    expect(ghosts).toEqual(new Set(['link/wire']))
    expect(lab.links.wire?.endpoints).toEqual(['crimson:eth0', 'blue:eth0'])
  })

  it('leaves out a link whose interface was given to another', () => {
    const links = { other: { endpoints: ['red:eth0', 'host:veth-red'] } } satisfies Lab['links']
    expect(withGhosts({ ...applied, links }, applied).ghosts.size).toBe(0)
  })
})
