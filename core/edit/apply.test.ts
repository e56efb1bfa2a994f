import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../lab/schema'
import { applyCommand } from './apply'
import type { Change, Command } from './change'
import { invertCommand } from './change-lab'

const lab: Lab = {
  netloom: 1,
  name: 'two',
  nodes: {
    host: { kind: 'host' },
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.0.0.1/24'] } },
      routes: [{ to: 'default', via: '10.0.0.2' }],
    },
    blue: { kind: 'namespace' },
    green: { kind: 'namespace' },
  },
  links: { 'red.eth0--blue.eth0': { endpoints: ['red:eth0', 'blue:eth0'] } },
  layout: { red: { x: 0, y: 0 }, blue: { x: 300, y: 0 } },
}

const command = (...changes: Change[]): Command => ({ label: 'test', changes })

function applied(from: Lab, ...changes: Change[]): Lab {
  const result = applyCommand(from, command(...changes))
  if (!result.ok) throw new Error(`${result.path.join('.')}: ${result.text}`)
  return result.lab
}

describe('applying a command', () => {
  it('sets, adds and removes one value each', () => {
    const next = applied(
      lab,
      { change: 'set', path: ['nodes', 'red', 'forwarding'], to: true },
      { change: 'set', path: ['nodes', 'red', 'interfaces', 'eth0', 'addresses', 0], from: '10.0.0.1/24', to: '10.0.0.9/24' },
      { change: 'set', path: ['nodes', 'green'], from: { kind: 'namespace' } },
    )
    expect(next.nodes.red).toMatchObject({ forwarding: true, interfaces: { eth0: { addresses: ['10.0.0.9/24'] } } })
    expect(next.nodes).not.toHaveProperty('green')
  })

  it('inserts into a list and takes out of it', () => {
    const path = ['nodes', 'red', 'routes', 0]
    const route = { to: '10.1.0.0/16', via: '10.0.0.3' }
    const longer = applied(lab, { change: 'set', path, to: route })
    expect(longer.nodes.red).toMatchObject({ routes: [route, { to: 'default' }] })
    expect(applied(longer, { change: 'set', path, from: route })).toEqual(lab)
  })

  it('renames a key in its place', () => {
    const next = applied(
      lab,
      { change: 'rename', path: ['nodes'], from: 'blue', to: 'navy' },
      { change: 'rename', path: ['layout'], from: 'blue', to: 'navy' },
      { change: 'set', path: ['links', 'red.eth0--blue.eth0', 'endpoints', 1], from: 'blue:eth0', to: 'navy:eth0' },
    )
    expect(Object.keys(next.nodes)).toEqual(['host', 'red', 'navy', 'green'])
  })

  it('keeps the identity of everything that it does not touch, and changes nothing in place', () => {
    const before = structuredClone(lab)
    const next = applied(lab, { change: 'set', path: ['nodes', 'red', 'forwarding'], to: true })
    expect(lab).toEqual(before)
    expect(next.nodes.blue).toBe(lab.nodes.blue)
    expect(next.links).toBe(lab.links)
    expect(next.layout).toBe(lab.layout)
    expect(next.nodes.red).not.toBe(lab.nodes.red)
    expect(next.nodes.red?.interfaces).toBe(lab.nodes.red?.interfaces)
  })

  it('is all or nothing', () => {
    const result = applyCommand(
      lab,
      command(
        { change: 'set', path: ['nodes', 'red', 'forwarding'], to: true },
        { change: 'set', path: ['nodes', 'blue', 'forwarding'], from: true, to: false },
      ),
    )
    expect(result).toMatchObject({ ok: false, problem: 'conflict', path: ['nodes', 'blue', 'forwarding'] })
    expect(lab.nodes.red).not.toHaveProperty('forwarding')
  })
})

describe('a command that does not fit', () => {
  const refusals: [string, Change, 'conflict' | 'invalid'][] = [
    ['another value is there', { change: 'set', path: ['nodes', 'red', 'kind'], from: 'bridge', to: 'namespace' }, 'conflict'],
    ['something is there already', { change: 'set', path: ['nodes', 'red'], to: { kind: 'namespace' } }, 'conflict'],
    ['the node is gone', { change: 'set', path: ['nodes', 'pink', 'forwarding'], to: true }, 'conflict'],
    ['the list is shorter', { change: 'set', path: ['nodes', 'red', 'routes', 5], to: { to: 'default' } }, 'conflict'],
    ['a list asked by name', { change: 'set', path: ['nodes', 'red', 'routes', 'length'], from: 1, to: 9 }, 'conflict'],
    ['the renamed is gone', { change: 'rename', path: ['nodes'], from: 'pink', to: 'rose' }, 'conflict'],
    ['the new name is taken', { change: 'rename', path: ['nodes'], from: 'red', to: 'green' }, 'conflict'],
    ['a link would lose its node', { change: 'set', path: ['nodes', 'blue'], from: { kind: 'namespace' } }, 'conflict'],
    ['a link to nowhere', { change: 'set', path: ['links', 'x'], to: { endpoints: ['red:a', 'pink:b'] } }, 'conflict'],
    ['an unknown field', { change: 'set', path: ['nodes', 'red', 'colour'], to: 'red' }, 'invalid'],
    ['an unknown kind', { change: 'set', path: ['nodes', 'x'], to: { kind: 'router' } }, 'invalid'],
    ['a second host', { change: 'set', path: ['nodes', 'x'], to: { kind: 'host' } }, 'invalid'],
    ['no host', { change: 'set', path: ['nodes', 'host'], from: { kind: 'host' } }, 'invalid'],
    ['a bad name', { change: 'set', path: ['nodes', 'a b'], to: { kind: 'namespace' } }, 'invalid'],
    ['a name of the prototype', { change: 'set', path: ['nodes', '__proto__'], to: { kind: 'namespace' } }, 'invalid'],
    ['a path through the prototype', { change: 'set', path: ['nodes', 'constructor', 'x'], to: 1 }, 'invalid'],
    ['a rename onto the prototype', { change: 'rename', path: ['nodes'], from: 'red', to: '__proto__' }, 'invalid'],
    ['a link with one end', { change: 'set', path: ['links', 'x'], to: { endpoints: ['red:a'] } }, 'invalid'],
    ['a position that is no number', { change: 'set', path: ['layout', 'green'], to: { x: 'far', y: 0 } }, 'invalid'],
    ['a name that is no lab’s', { change: 'set', path: ['name'], from: 'two', to: '../two' }, 'invalid'],
    ['nodes replaced by a list', { change: 'set', path: ['nodes'], from: lab.nodes as never, to: [] }, 'invalid'],
  ]
  it.each(refusals)('is refused: %s', (_title, change, problem) => {
    expect(applyCommand(lab, command(change))).toMatchObject({ ok: false, problem })
  })

  it('is refused when a value hides a prototype key', () => {
    const to = JSON.parse('{"kind":"namespace","interfaces":{"__proto__":{"up":true}}}')
    expect(applyCommand(lab, command({ change: 'set', path: ['nodes', 'x'], to }))).toMatchObject({
      ok: false,
      problem: 'invalid',
    })
  })
})

describe('taking a command back', () => {
  const name = fc.constantFrom('red', 'blue', 'green', 'new', 'newer')
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ change: fc.constant('rename' as const), path: fc.constant<string[]>(['nodes']), from: name, to: name }),
    fc.record({
      change: fc.constant('set' as const),
      path: name.map((node) => ['nodes', node]),
      to: fc.constant({ kind: 'namespace' }),
    }),
    fc.record({
      change: fc.constant('set' as const),
      path: name.map((node) => ['nodes', node, 'forwarding']),
      from: fc.option(fc.boolean(), { nil: undefined }),
      to: fc.option(fc.boolean(), { nil: undefined }),
    }),
    fc.record({
      change: fc.constant('set' as const),
      path: fc.tuple(name, fc.nat(2)).map(([node, at]) => ['nodes', node, 'routes', at]),
      to: fc.constant({ to: 'default', via: '10.0.0.9' }),
    }),
    fc.record({
      change: fc.constant('set' as const),
      path: name.map((node) => ['layout', node]),
      to: fc.record({ x: fc.integer(), y: fc.integer() }),
    }),
  )

  it('gives the lab that was there before, whatever the command did', () => {
    const bare: Lab = { ...lab, links: {} }
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const result = applyCommand(bare, command(...changes))
        fc.pre(result.ok)
        if (!result.ok) return
        expect(applyCommand(result.lab, invertCommand(command(...changes)))).toEqual({ ok: true, lab: bare })
      }),
      { numRuns: 300 },
    )
  })
})
