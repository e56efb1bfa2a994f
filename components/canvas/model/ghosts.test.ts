import { describe, expect, it } from 'vitest'
import type { Lab, NatRule } from '../../../core/lab/schema'
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

  it('is a NAT rule, drawn after those that stay; an edited one is not', () => {
    const masquerade: NatRule = { type: 'masquerade', source: '10.0.0.0/24' }
    const web: NatRule = { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' }
    const withNat = (...nat: NatRule[]): Lab => ({ ...applied, nodes: { ...applied.nodes, host: { kind: 'host', nat } } })
    const { lab, ghosts } = withGhosts(withNat(web), withNat(masquerade, web))
    expect(ghosts).toEqual(new Set(['nat/host/1']))
    expect(lab.nodes.host).toMatchObject({ nat: [web, masquerade] })
    expect(withGhosts(withNat(masquerade, { ...web, port: 81 }), withNat(masquerade, web)).ghosts.size).toBe(0)
    const other = withGhosts(withNat(masquerade), withNat(web))
    expect(other.ghosts).toEqual(new Set(['nat/host/1']))
  })

  it('is every rule of a router that went', () => {
    const nat: NatRule[] = [{ type: 'masquerade' }]
    const before: Lab = { ...applied, nodes: { ...applied.nodes, red: { kind: 'namespace', nat } } }
    const { red: _red, ...nodes } = applied.nodes
    expect(withGhosts({ ...applied, nodes, links: {} }, before).ghosts).toEqual(new Set(['node/red', 'nat/red/0', 'link/wire']))
  })

  it('leaves out a link whose interface was given to another', () => {
    const links = { other: { endpoints: ['red:eth0', 'host:veth-red'] } } satisfies Lab['links']
    expect(withGhosts({ ...applied, links }, applied).ghosts.size).toBe(0)
  })
})
