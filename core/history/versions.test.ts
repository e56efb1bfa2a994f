import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { applyCommand } from '../edit/apply'
import type { Command } from '../edit/change'
import { invertCommand } from '../edit/change-lab'
import { equalJson } from '../edit/json'
import { moveNodes } from '../edit/move'
import { renameInterface, renameNode } from '../edit/rename'
import type { Lab, NamespaceNode } from '../lab/schema'
import { differencesOf } from './difference'
import { mergeLabs } from './merge'
import { replaceLab } from './replace'

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
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
    green: { kind: 'namespace' },
  },
  links: { 'red.eth0--blue.eth0': { endpoints: ['red:eth0', 'blue:eth0'] } },
  layout: { red: { x: 0, y: 0 }, blue: { x: 300, y: 0 } },
}

function applied(from: Lab, command: Command | { refused: unknown } | undefined): Lab {
  if (!command || 'refused' in command) throw new Error(JSON.stringify(command))
  const result = applyCommand(from, command)
  if (!result.ok) throw new Error(`${result.path.join('.')}: ${result.text}`)
  return result.lab
}

function withNode(from: Lab, name: string, change: Partial<NamespaceNode>): Lab {
  return { ...from, nodes: { ...from.nodes, [name]: { ...from.nodes[name], ...change } as NamespaceNode } }
}

function without(from: Lab, name: string): Lab {
  const { [name]: _, ...nodes } = from.nodes
  const links = Object.entries(from.links).filter(([, { endpoints }]) => !endpoints.some((end) => end.startsWith(`${name}:`)))
  return { ...from, nodes, links: Object.fromEntries(links) }
}

const pair = fc.tuple(arbitraryLab(), arbitraryLab())

describe('going back to a version', () => {
  it('is one edit, whatever the two versions are, and can be undone', () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        const command = replaceLab(from, to, 'restore')
        expect(command === undefined).toBe(equalJson(from, to))
        if (!command) return
        expect(applied(from, command)).toEqual(to)
        expect(applied(to, invertCommand(command))).toEqual(from)
      }),
      { numRuns: 200 },
    )
  })

  it('touches only what differs, so that it fits beside an edit of something else', () => {
    const changed = withNode(lab, 'red', { forwarding: true })
    const command = replaceLab(changed, lab, 'restore')
    expect(command?.changes).toEqual([{ change: 'set', path: ['nodes', 'red', 'forwarding'], from: true }])
    const meanwhile = withNode(changed, 'blue', { forwarding: true })
    expect(applied(meanwhile, command)).toEqual(withNode(lab, 'blue', { forwarding: true }))
  })
})

describe('comparing', () => {
  it('finds something exactly where two versions differ', () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        expect(differencesOf(from, from)).toEqual([])
        expect(differencesOf(from, to).length > 0).toBe(!equalJson(from, to))
      }),
      { numRuns: 200 },
    )
  })

  it.each<[string, Lab, unknown[]]>([
    ['a node more', withNode(lab, 'pink', { kind: 'namespace' }), [{ change: 'added', element: { kind: 'node', node: 'pink' } }]],
    ['a node less', without(lab, 'green'), [{ change: 'removed', element: { kind: 'node', node: 'green' } }]],
    [
      'a setting',
      withNode(lab, 'red', { forwarding: true }),
      [{ change: 'value', element: { kind: 'node', node: 'red' }, field: 'forwarding', to: true }],
    ],
    [
      'an address for another',
      withNode(lab, 'red', { interfaces: { eth0: { addresses: ['10.0.0.7/24'] } } }),
      [
        {
          change: 'value',
          element: { kind: 'interface', node: 'red', name: 'eth0' },
          field: 'addresses',
          from: '10.0.0.1/24',
          to: '10.0.0.7/24',
        },
      ],
    ],
    [
      'a list without items, where there was none',
      withNode(lab, 'blue', { routes: [] }),
      [{ change: 'value', element: { kind: 'node', node: 'blue' }, field: 'routes', to: [] }],
    ],
    [
      'a rule of a filter',
      withNode(lab, 'red', { filter: { input: { policy: 'drop', rules: [{ action: 'accept' }] } } }),
      [
        { change: 'value', element: { kind: 'node', node: 'red' }, field: 'filter.input.policy', to: 'drop' },
        { change: 'value', element: { kind: 'node', node: 'red' }, field: 'filter.input.rules', to: { action: 'accept' } },
      ],
    ],
    [
      'a renamed node, and nothing about its links',
      applied(lab, renameNode(lab, 'blue', 'azure')),
      [{ change: 'renamed', element: { kind: 'node', node: 'azure' }, from: 'blue', to: 'azure' }],
    ],
    [
      'a renamed interface, and nothing about its addresses',
      applied(lab, renameInterface(lab, 'blue', 'eth0', 'lan')),
      [{ change: 'renamed', element: { kind: 'interface', node: 'blue', name: 'lan' }, from: 'eth0', to: 'lan' }],
    ],
    [
      'a card that was dragged',
      applied(lab, moveNodes(lab, { red: { x: 9, y: 9 } })),
      [{ change: 'placed', element: { kind: 'node', node: 'red' } }],
    ],
  ])('tells %s', (_, after, expected) => {
    expect(differencesOf(lab, after)).toEqual(expected)
  })
})

describe('merging', () => {
  it('takes what only one side did, whole', () => {
    fc.assert(
      fc.property(pair, ([base, other]) => {
        const sideless = { lab: other, clashes: [] }
        for (const prefer of ['mine', 'theirs'] as const) {
          expect(mergeLabs(base, other, base, prefer)).toEqual(sideless)
          expect(mergeLabs(base, base, other, prefer)).toEqual(sideless)
          expect(mergeLabs(base, other, other, prefer)).toEqual(sideless)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('ends in a lab whatever both sides did, and says the same of clashes from either side', () => {
    fc.assert(
      fc.property(arbitraryLab(), arbitraryLab(), arbitraryLab(), (base, a, b) => {
        const mine = mergeLabs(base, a, b, 'mine')
        const theirs = mergeLabs(base, b, a, 'theirs')
        expect(mine.lab).toEqual(theirs.lab)
        expect(replaceLab(a, mine.lab, 'merge') ? applied(a, replaceLab(a, mine.lab, 'merge')) : a).toEqual(mine.lab)
        expect(mine.clashes.map(({ element }) => element)).toEqual(
          expect.arrayContaining(theirs.clashes.map(({ element }) => element)),
        )
      }),
      { numRuns: 150 },
    )
  })

  const routed = withNode(lab, 'red', { routes: [] })
  it.each<[string, Lab, Lab]>([
    ['different nodes', withNode(lab, 'red', { forwarding: true }), withNode(lab, 'blue', { forwarding: true })],
    ['different fields of one node', withNode(lab, 'red', { forwarding: true }), routed],
    ['a new node and one that is gone', withNode(lab, 'pink', { kind: 'namespace' }), without(lab, 'green')],
  ])('takes both of %s', (_, mine, theirs) => {
    const { lab: merged, clashes } = mergeLabs(lab, mine, theirs, 'mine')
    expect(clashes).toEqual([])
    expect(differencesOf(lab, merged)).toEqual(
      expect.arrayContaining([...differencesOf(lab, mine), ...differencesOf(lab, theirs)]),
    )
  })

  const address = (text: string) => withNode(lab, 'red', { interfaces: { eth0: { addresses: [text] } } })
  it('offers an interface that both changed, and takes everything else of both', () => {
    const mine = withNode(address('10.0.0.7/24'), 'green', { forwarding: true })
    const theirs = withNode(address('10.0.0.8/24'), 'blue', { forwarding: true })
    for (const [prefer, wins] of [
      ['mine', '10.0.0.7/24'],
      ['theirs', '10.0.0.8/24'],
    ] as const) {
      const { lab: merged, clashes } = mergeLabs(lab, mine, theirs, prefer)
      expect(clashes.map(({ element }) => element)).toEqual([{ kind: 'interface', node: 'red', name: 'eth0' }])
      expect(clashes[0]).toMatchObject({ mine: [{ to: '10.0.0.7/24' }], theirs: [{ to: '10.0.0.8/24' }] })
      expect(merged.nodes.red).toMatchObject({ interfaces: { eth0: { addresses: [wins] } } })
      expect(merged.nodes).toMatchObject({ green: { forwarding: true }, blue: { forwarding: true } })
    }
  })

  it('offers a node that one side removed and the other changed, and never leaves half of one', () => {
    const mine = withNode(lab, 'red', { forwarding: true })
    const theirs = without(lab, 'red')
    const kept = mergeLabs(lab, mine, theirs, 'mine')
    expect(kept.clashes.map(({ element }) => element)).toEqual([{ kind: 'node', node: 'red' }])
    expect(kept.lab).toEqual(mine)
    expect(mergeLabs(lab, mine, theirs, 'theirs').lab).toEqual({ ...theirs, layout: { blue: { x: 300, y: 0 } } })
  })

  it('offers what only both together make wrong: an interface that each joined to something else', () => {
    const join = (id: string, to: string) => ({
      ...lab,
      links: { ...lab.links, [id]: { endpoints: ['green:eth0', to] as [string, string] } },
    })
    const { clashes } = mergeLabs(lab, join('a', 'host:a'), join('b', 'host:b'), 'mine')
    expect(clashes).not.toEqual([])
  })

  it('never asks about where a card lies', () => {
    const { lab: merged, clashes } = mergeLabs(
      lab,
      applied(lab, moveNodes(lab, { red: { x: 9, y: 9 } })),
      applied(lab, moveNodes(lab, { red: { x: 5, y: 5 } })),
      'mine',
    )
    expect(clashes).toEqual([])
    expect(merged.layout?.red).toEqual({ x: 9, y: 9 })
  })
  const crimson = applied(lab, renameNode(lab, 'red', 'crimson'))
  it('takes a new name from one side and a change of that element from the other', () => {
    const lan = applied(lab, renameInterface(lab, 'red', 'eth0', 'lan'))
    const theirs = withNode(address('10.0.0.7/24'), 'red', { forwarding: true })
    for (const prefer of ['mine', 'theirs'] as const) {
      expect(mergeLabs(lab, crimson, theirs, prefer)).toEqual({
        lab: applied(theirs, renameNode(theirs, 'red', 'crimson')),
        clashes: [],
      })
      expect(mergeLabs(lab, lan, theirs, prefer)).toEqual({
        lab: applied(theirs, renameInterface(theirs, 'red', 'eth0', 'lan')),
        clashes: [],
      })
    }
  })

  it('offers a node that both renamed, and one that one side renamed and the other removed, and keeps everything else', () => {
    const mine = withNode(crimson, 'green', { forwarding: true })
    const scarlet = applied(lab, renameNode(lab, 'red', 'scarlet'))
    const two = mergeLabs(lab, mine, withNode(scarlet, 'blue', { forwarding: true }), 'theirs')
    expect(two.clashes).toMatchObject([{ element: { node: 'scarlet' }, mine: [{ to: 'crimson' }], theirs: [{ to: 'scarlet' }] }])
    expect(two.lab.nodes).toMatchObject({ scarlet: {}, green: { forwarding: true }, blue: { forwarding: true } })
    expect(two.lab.nodes).not.toHaveProperty('crimson')
    const gone = mergeLabs(lab, mine, without(lab, 'red'), 'theirs')
    expect(gone.clashes).toMatchObject([
      { element: { node: 'crimson' }, mine: [{ change: 'renamed' }], theirs: [{ change: 'removed' }] },
    ])
    expect(Object.keys(gone.lab.nodes)).toEqual(['host', 'blue', 'green'])
    expect(gone.lab.nodes.green).toMatchObject({ forwarding: true })
  })

  it('makes no mixture of a node that is of another kind on each side', () => {
    const bridged: Lab = { ...lab, nodes: { ...lab.nodes, green: { kind: 'bridge', addresses: ['10.9.0.1/24'] } } }
    for (const [base, theirs] of [
      [lab, withNode(lab, 'green', { forwarding: true })],
      [without(lab, 'green'), withNode(lab, 'green', { forwarding: true })],
    ] as const) {
      const { lab: merged, clashes } = mergeLabs(base, bridged, theirs, 'theirs')
      expect(merged.nodes.green).toEqual({ kind: 'namespace', forwarding: true })
      expect(clashes.map(({ element }) => element)).toEqual([{ kind: 'node', node: 'green' }])
    }
    expect(mergeLabs(lab, bridged, withNode(lab, 'red', { forwarding: true }), 'theirs')).toMatchObject({
      lab: { nodes: { green: { kind: 'bridge' }, red: { forwarding: true } } },
      clashes: [],
    })
  })

  it('says so where it has to give up all of one side', () => {
    const join = (id: string, to: string) => ({
      ...lab,
      links: { ...lab.links, [id]: { endpoints: ['green:eth0', to] as [string, string] } },
    })
    const merged = mergeLabs(lab, join('a', 'host:a'), join('b', 'host:b'), 'theirs')
    expect(merged).toMatchObject({ lab: join('b', 'host:b'), whole: true })
    expect(mergeLabs(lab, crimson, address('10.0.0.7/24'), 'mine')).not.toHaveProperty('whole')
  })
})
