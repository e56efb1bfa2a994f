import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import type { LinkState, MachineState, NetnsState } from '../../../core/state/state'
import { isQuiet, lightsOfNode } from './drawnInterface'
import { followForeign, followStrangers, foreignNamespaces, withStrangers } from './foreign'
import { endLight, massLines } from './mass'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, br0: { kind: 'bridge' } },
  links: { wire: { endpoints: ['red:eth0', 'br0:port'] } },
}

function link(index: number, name: string, more: Partial<LinkState> = {}): LinkState {
  const mac = `02:00:00:00:00:0${index}`
  return { index, name, kind: 'veth', mac, mtu: 1500, up: true, operstate: 'up', carrier: true, group: 0, addresses: [], ...more }
}

function netns(name: string, links: LinkState[], owner?: NetnsState['owner']): NetnsState {
  return {
    name,
    inode: 1,
    ...(owner ? { owner } : {}),
    links: Object.fromEntries(links.map((one) => [one.index, one])),
    routes: [],
    neighbours: [],
    forwarding: { ipv4: false, ipv6: false },
    nat: [],
    foreignTables: [],
  }
}

const machine = (...all: NetnsState[]): MachineState => ({
  epoch: 'e',
  seq: 1,
  namespaces: Object.fromEntries(all.map((one) => [one.name, one])),
})
const wire = (end: 0 | 1) => ({ lab: 'lab', id: 'wire', end })
const running = machine(
  netns('host', [link(2, 'br0', { kind: 'bridge', owner: { lab: 'lab', id: 'br0' } }), link(3, 'port', { owner: wire(1) })]),
  netns('red', [link(1, 'lo', { kind: 'loopback' }), link(2, 'renamed', { owner: wire(0) })], { lab: 'lab', id: 'red' }),
)

describe('an interface on the canvas', () => {
  it('is found by its mark, whatever it is called in the kernel', () => {
    expect(lightsOfNode(lab, 'red', running.namespaces.red)).toEqual(['up'])
    expect(endLight(lab, running, 'wire', 0, 'red', 'eth0')).toBe('up')
    expect(endLight(lab, running, 'wire', 1, 'br0', 'port')).toBe('up')
  })

  it('is not applied yet while its machine does not run', () => {
    expect(endLight(lab, null, 'wire', 0, 'red', 'eth0')).toBe('drawn')
  })

  it('expects no carrier from an end that is drawn down', () => {
    const down: Lab = { ...lab, nodes: { ...lab.nodes, br0: { kind: 'bridge', interfaces: { port: { up: false } } } } }
    expect(isQuiet(down, { node: 'red', name: 'eth0', link: 'wire', end: 0 })).toBe(true)
    expect(isQuiet(lab, { node: 'red', name: 'eth0', link: 'wire', end: 0 })).toBe(false)
    // Nothing up is plugged in, so the bridge's own interface has no carrier either.
    expect(isQuiet({ ...lab, links: {} }, { node: 'br0', name: 'br0', self: true })).toBe(true)
    expect(isQuiet(lab, { node: 'br0', name: 'br0', self: true })).toBe(false)
  })
})

describe('what nobody drew', () => {
  const found = machine(
    ...Object.values(running.namespaces),
    netns('stray', [link(1, 'lo', { kind: 'loopback' })]),
    netns('other', [], { lab: 'another-lab', id: 'other' }),
  )

  it('is every interface without our mark, but not lo and not what has a drawn name', () => {
    const namespaces = {
      ...found.namespaces,
      red: netns('red', [link(1, 'lo', { kind: 'loopback' }), link(5, 'tap0'), link(6, 'eth0')]),
    }
    expect([...followForeign(lab)({ ...found, namespaces })]).toEqual([['red', ['tap0']]])
    expect(followForeign(lab)(running).size).toBe(0)
  })

  it('is told of one state after the other, and is the same object while it is the same', () => {
    const foreign = followForeign(lab)
    const strangers = followStrangers(lab)
    const nothing = [foreign(null), strangers(null)]
    expect([foreign(running), strangers(running)]).toEqual([new Map(), []])
    expect(foreign(running)).toBe(nothing[0])
    expect(strangers(running)).toBe(nothing[1])
    const red = netns('red', [link(1, 'lo', { kind: 'loopback' }), link(5, 'tap0')])
    const withTap = { ...found, namespaces: { ...found.namespaces, red } }
    const seen = foreign(withTap)
    expect([seen, strangers(withTap)]).toEqual([followForeign(lab)(withTap), foreignNamespaces(lab, withTap)])
    // Another namespace changes, but not in who is foreign.
    const host = netns('host', Object.values(running.namespaces.host?.links ?? {}))
    const later = { ...withTap, namespaces: { ...withTap.namespaces, host } }
    expect(foreign(later)).toBe(seen)
    const left = Object.fromEntries(Object.entries(later.namespaces).filter(([name]) => name !== 'stray' && name !== 'red'))
    expect([foreign({ ...later, namespaces: left }), strangers({ ...later, namespaces: left })]).toEqual([new Map(), ['other']])
  })

  it('is every namespace without our mark, shown beside the drawn ones', () => {
    expect(foreignNamespaces(lab, found)).toEqual(['other', 'stray'])
    expect(Object.keys(withStrangers(lab, ['stray']).nodes)).toEqual(['host', 'red', 'br0', 'stray'])
    expect(withStrangers(lab, [])).toBe(lab)
  })
})

describe('lines by the hundred', () => {
  it('are one path for each state', () => {
    const at = { side: 'left', x: 0, y: 0 } as const
    const edge = { type: 'link', id: 'link/wire', link: 'wire', names: ['eth0', 'port'], ghost: false } as const
    const edges = [{ ...edge, from: { node: 'red', at }, to: { node: 'br0', at } }]
    expect(massLines(lab, running, edges)).toMatchObject({ up: expect.stringMatching(/^M0 0C/), drawn: '' })
    expect(massLines(lab, null, edges)).toMatchObject({ up: '', drawn: expect.stringMatching(/^M0 0C/) })
  })
})
