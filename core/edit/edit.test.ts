import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { checkLab } from '../check/check'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { utf8Length } from '../net/names'
import { addNode } from './add-node'
import { applyCommand, invertCommand } from './apply'
import type { Refused } from './build'
import type { Command } from './change'
import { copyNodes, duplicateNodes, pasteNodes, readClip } from './copy'
import { joinNodes, reconnectEnd } from './join'
import { equalJson } from './json'
import { moveNodes } from './move'
import { natByDrop, setNat } from './nat'
import { removeElements } from './remove'
import { renameInterface, renameLab, renameNode } from './rename'
import { setRoutes } from './routes'
import { setInterface } from './set-interface'
import { setDescription, setNode } from './set-node'

type Built = Command | { command: Command } | Refused

function commandOf(built: Built): Command {
  if ('refused' in built) throw new Error(built.refused.code)
  return 'command' in built ? built.command : built
}

/** The lab after what a builder made, which must fit. */
function made(lab: Lab, built: Built): Lab {
  const result = applyCommand(lab, commandOf(built))
  if (!result.ok) throw new Error(`${result.text} at ${result.path.join('.')}`)
  return result.lab
}

function refusal(built: Built): string | undefined {
  return 'refused' in built ? built.refused.code : undefined
}

/** A lab drawn by one edit after another. */
function drawn(...edits: ((lab: Lab) => Built)[]): Lab {
  return edits.reduce((lab, edit) => made(lab, edit(lab)), emptyLab('case'))
}

const at = { x: 0, y: 0 }
const namespace = (name: string) => (lab: Lab) => addNode(lab, 'namespace', at, name)
const bridge = (name: string) => (lab: Lab) => addNode(lab, 'bridge', at, name)
const join = (a: string, b: string) => (lab: Lab) => joinNodes(lab, a, b)

/** red and blue on a bridge that has an address. */
const office = () =>
  drawn(
    namespace('red'),
    namespace('blue'),
    bridge('v-net-0'),
    (lab) => setNode(lab, 'v-net-0', { addresses: ['192.168.15.5/24'] }),
    join('red', 'v-net-0'),
    join('v-net-0', 'blue'),
  )

function config(lab: Lab, node: string, name: string): object | undefined {
  return lab.nodes[node]?.interfaces?.[name]
}

describe('adding', () => {
  it('names nodes by itself and puts them where they were dropped', () => {
    const lab = drawn(
      (now) => addNode(now, 'namespace', { x: 10.4, y: 20.6 }),
      (now) => addNode(now, 'namespace', at),
      (now) => addNode(now, 'bridge', at),
    )
    expect(Object.keys(lab.nodes)).toEqual(['host', 'ns1', 'ns2', 'br0'])
    expect(lab.layout?.ns1).toEqual({ x: 10, y: 21 })
  })

  it('refuses names that are taken or cannot be', () => {
    const lab = office()
    expect(refusal(addNode(lab, 'namespace', at, 'red'))).toBe('name-taken')
    expect(refusal(addNode(lab, 'bridge', at, 'veth-red'))).toBe('name-taken')
    expect(refusal(addNode(lab, 'namespace', at, '../x'))).toBe('bad-node-name')
    expect(refusal(addNode(lab, 'bridge', at, 'a-bridge-with-a-long-name'))).toBe('bad-bridge-name')
    expect(refusal(addNode(lab, 'namespace', at, 'host'))).toBe('name-taken')
  })

  it('gives a new node an id of its own when a renamed one still has its name as id', () => {
    const lab = made(office(), renameNode(office(), 'red', 'green'))
    const again = made(lab, addNode(lab, 'namespace', at, 'red'))
    expect(checkLab(again).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(again.nodes.red).toEqual({ kind: 'namespace', id: 'red.2' })
  })
})

describe('joining', () => {
  it('fills in the next free address of the bridge’s network, and names that say where the cable goes', () => {
    const lab = office()
    expect(Object.values(lab.links).map(({ endpoints }) => endpoints)).toEqual([
      ['red:eth0', 'v-net-0:veth-red'],
      ['v-net-0:veth-blue', 'blue:eth0'],
    ])
    expect(config(lab, 'red', 'eth0')).toEqual({ addresses: ['192.168.15.1/24'] })
    expect(config(lab, 'blue', 'eth0')).toEqual({ addresses: ['192.168.15.2/24'] })
    expect(joinNodes(lab, 'v-net-0', 'host')).toMatchObject({ edit: { node: 'host', interface: 'veth-v-net-0' } })
  })

  it('fills in both families where the bridge has both', () => {
    const both = made(office(), setNode(office(), 'v-net-0', { addresses: ['192.168.15.5/24', 'fd00::5/64'] }))
    const joined = made(both, addNode(both, 'namespace', at, 'green'))
    expect(config(made(joined, joinNodes(joined, 'green', 'v-net-0')), 'green', 'eth0')).toEqual({
      addresses: ['192.168.15.3/24', 'fd00::1/64'],
    })
  })

  it('gives two namespaces a network that the lab does not use', () => {
    const lab = drawn(namespace('a'), namespace('b'), namespace('c'), join('a', 'b'), join('b', 'c'))
    expect(config(lab, 'a', 'eth0')).toEqual({ addresses: ['10.0.0.1/24'] })
    expect(config(lab, 'b', 'eth0')).toEqual({ addresses: ['10.0.0.2/24'] })
    expect(config(lab, 'b', 'eth1')).toEqual({ addresses: ['10.0.1.1/24'] })
  })

  it('gives the host the first address, whichever end was drawn first', () => {
    const lab = drawn(namespace('a'), join('a', 'host'))
    expect(config(lab, 'host', 'veth-a')).toEqual({ addresses: ['10.0.0.1/24'] })
    expect(config(lab, 'a', 'eth0')).toEqual({ addresses: ['10.0.0.2/24'] })
  })

  it('keeps names within 15 bytes and apart from each other, in any script', () => {
    const lab = drawn(
      namespace('北京北京北京1'),
      namespace('北京北京北京2'),
      join('北京北京北京1', 'host'),
      join('北京北京北京2', 'host'),
    )
    const names = Object.values(lab.links).map(({ endpoints }) => endpoints[1].slice('host:'.length))
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(utf8Length(name)).toBeLessThanOrEqual(15)
  })

  it('refuses what would be a loop, and says so', () => {
    const lab = drawn(bridge('br0'), bridge('br1'), bridge('br2'), join('br0', 'br1'), join('br1', 'br2'))
    expect(refusal(joinNodes(lab, 'br0', 'br2'))).toBe('bridge-ring')
    expect(refusal(joinNodes(lab, 'br0', 'br0'))).toBe('link-on-one-bridge')
    expect(refusal(joinNodes(lab, 'host', 'host'))).toBe('edit-join-itself')
    expect(refusal(joinNodes(lab, 'br0', 'gone'))).toBe('no-such-element')
    const stp = made(lab, setNode(lab, 'br1', { stp: true }))
    expect(refusal(joinNodes(stp, 'br0', 'br2'))).toBeUndefined()
  })
})

describe('moving an end of a link', () => {
  it('keeps the link, and the addresses of the end that stays', () => {
    const lab = drawn(namespace('red'), bridge('br0'), bridge('br1'), join('red', 'br0'))
    const [link = ''] = Object.keys(lab.links)
    const moved = made(lab, reconnectEnd(lab, link, 1, 'br1'))
    expect(moved.links).toEqual({ [link]: { endpoints: ['red:eth0', 'br1:veth-red'] } })
    expect(config(moved, 'red', 'eth0')).toEqual({ addresses: ['10.0.0.1/24'] })
  })

  it('takes what is said about the end along, but no addresses onto a bridge', () => {
    const lab = drawn(namespace('a'), namespace('b'), bridge('br0'), join('a', 'b'), (now) =>
      setInterface(now, 'b', 'eth0', { mtu: 1400 }),
    )
    const [link = ''] = Object.keys(lab.links)
    const moved = made(lab, reconnectEnd(lab, link, 1, 'br0'))
    expect(moved.nodes.b).toEqual({ kind: 'namespace' })
    expect(moved.nodes.br0).toEqual({ kind: 'bridge', interfaces: { eth0: { mtu: 1400 } } })
  })

  it('refuses a ring, but not because of the link that is moved', () => {
    const lab = drawn(bridge('br0'), bridge('br1'), bridge('br2'), join('br0', 'br1'), join('br1', 'br2'))
    const [first = '', second = ''] = Object.keys(lab.links)
    expect(refusal(reconnectEnd(lab, second, 0, 'br0'))).toBeUndefined()
    expect(refusal(reconnectEnd(lab, first, 1, 'br0'))).toBe('link-on-one-bridge')
  })
})

describe('renaming', () => {
  it('keeps the identity of a node, and takes it off again with the old name', () => {
    const lab = office()
    const renamed = made(lab, renameNode(lab, 'red', 'green'))
    expect(renamed.nodes.green).toMatchObject({ id: 'red' })
    expect(Object.keys(renamed.links)).toEqual(Object.keys(lab.links))
    expect(renamed.layout?.green).toEqual(at)
    expect(equalJson(made(renamed, renameNode(renamed, 'green', 'red')), lab)).toBe(true)
  })

  it('follows a bridge and an interface in routes and rules', () => {
    const lab = drawn(
      namespace('a'),
      bridge('br0'),
      join('a', 'host'),
      (now) =>
        setRoutes(now, 'host', [
          { to: '10.9.0.0/24', dev: 'br0' },
          { to: 'default', dev: 'veth-a' },
        ]),
      (now) => setNat(now, 'host', [{ type: 'masquerade', out: 'veth-a' }]),
    )
    const renamed = made(lab, renameNode(lab, 'br0', 'lan'))
    expect(renamed.nodes.host).toMatchObject({ routes: [{ dev: 'lan' }, { dev: 'veth-a' }] })
    const named = made(renamed, renameInterface(renamed, 'host', 'veth-a', 'wan'))
    expect(named.nodes.host).toMatchObject({
      routes: [{ dev: 'lan' }, { dev: 'wan' }],
      nat: [{ out: 'wan' }],
      interfaces: { wan: {} },
    })
  })

  it('refuses what cannot be', () => {
    const lab = office()
    expect(refusal(renameNode(lab, 'host', 'box'))).toBe('host-stays')
    expect(refusal(renameNode(lab, 'red', 'blue'))).toBe('name-taken')
    expect(refusal(renameNode(lab, 'v-net-0', 'veth-red'))).toBe('name-taken')
    expect(refusal(renameInterface(lab, 'red', 'eth0', 'lo'))).toBe('name-taken')
    expect(refusal(renameInterface(lab, 'red', 'eth0', 'a/b'))).toBe('bad-interface-name')
    expect(refusal(renameInterface(lab, 'v-net-0', 'v-net-0', 'x'))).toBe('not-an-interface-of-its-own')
    expect(refusal(renameInterface(lab, 'red', 'eth7', 'x'))).toBe('no-such-element')
    expect(refusal(renameLab(lab, 'No Spaces'))).toBe('bad-lab-name')
  })
})

describe('setting', () => {
  it('writes no defaults, and drops what says nothing', () => {
    const lab = office()
    const up = made(lab, setInterface(lab, 'red', 'eth0', { up: true, addresses: [] }))
    expect(up.nodes.red).toEqual({ kind: 'namespace' })
    const down = made(up, setInterface(up, 'red', 'eth0', { up: false }))
    expect(config(down, 'red', 'eth0')).toEqual({ up: false })
    expect(commandOf(setNode(lab, 'host', { forwarding: false })).changes).toEqual([])
    expect(commandOf(setNode(lab, 'v-net-0', { on: 'host', stp: false })).changes).toEqual([])
  })

  it('sets a bridge’s own interface on the bridge', () => {
    const lab = office()
    expect(made(lab, setInterface(lab, 'v-net-0', 'v-net-0', { mtu: 1400 })).nodes['v-net-0']).toMatchObject({ mtu: 1400 })
  })

  it('describes the lab, and moves its nodes in one step', () => {
    const lab = office()
    expect(made(lab, setDescription(lab, 'x')).description).toBe('x')
    expect(commandOf(setDescription(lab, '')).changes).toEqual([])
    const moved = made(lab, moveNodes(lab, { red: { x: 5, y: 6 }, gone: at }))
    expect(moved.layout).toMatchObject({ red: { x: 5, y: 6 } })
    expect(moved.layout).not.toHaveProperty('gone')
  })
})

describe('removing', () => {
  it('takes along what cannot be without it', () => {
    const lab = office()
    const without = made(lab, removeElements(lab, [{ kind: 'node', node: 'v-net-0' }]))
    expect(without.links).toEqual({})
    expect(without.nodes).toEqual({ host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } })
    expect(without.layout).not.toHaveProperty('v-net-0')
  })

  it('takes the bridges inside a namespace along', () => {
    const lab = drawn(namespace('a'), bridge('br0'), (now) => setNode(now, 'br0', { on: 'a' }), join('br0', 'host'))
    const without = made(lab, removeElements(lab, [{ kind: 'node', node: 'a' }]))
    expect(without.nodes).toEqual({ host: { kind: 'host' } })
  })

  it('removes an interface by its link, and the routes that name it', () => {
    const lab = made(
      office(),
      setRoutes(office(), 'red', [
        { to: 'default', dev: 'eth0' },
        { to: '10.9.0.0/24', via: '192.168.15.5' },
      ]),
    )
    const without = made(lab, removeElements(lab, [{ kind: 'interface', node: 'red', name: 'eth0' }]))
    expect(Object.keys(without.links)).toHaveLength(1)
    expect(without.nodes.red).toEqual({ kind: 'namespace', routes: [{ to: '10.9.0.0/24', via: '192.168.15.5' }] })
  })

  it('removes several rules at once without losing count', () => {
    const rules = [80, 81, 82, 83].map((port) => ({ type: 'dnat' as const, protocol: 'tcp' as const, port, to: '192.168.15.1' }))
    const lab = made(office(), setNat(office(), 'host', rules))
    const refs = [0, 2].map((index) => ({ kind: 'nat' as const, node: 'host', index }))
    expect(made(lab, removeElements(lab, refs)).nodes.host).toMatchObject({ nat: [{ port: 81 }, { port: 83 }] })
  })

  it('leaves the host where it is', () => {
    expect(refusal(removeElements(office(), [{ kind: 'node', node: 'host' }]))).toBe('host-stays')
    expect(refusal(removeElements(office(), []))).toBe('nothing-selected')
  })
})

describe('NAT by drawing', () => {
  it('hides a bridge’s network, out of the interface that leads away', () => {
    const lab = drawn(
      namespace('red'),
      bridge('br0'),
      namespace('far'),
      join('red', 'br0'),
      join('host', 'br0'),
      join('host', 'far'),
    )
    expect(made(lab, natByDrop(lab, 'host', 'br0')).nodes.host).toMatchObject({
      nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'veth-far' }],
    })
  })

  it('forwards port 80 to a namespace, and another port the second time', () => {
    const lab = drawn(namespace('red'), join('host', 'red'))
    const once = made(lab, natByDrop(lab, 'host', 'red'))
    const twice = made(once, natByDrop(once, 'host', 'red'))
    expect(twice.nodes.host).toMatchObject({
      nat: [
        { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' },
        { type: 'dnat', protocol: 'tcp', port: 8080, to: '10.0.0.2:80' },
      ],
    })
  })

  it('refuses where there is nothing to translate', () => {
    const lab = drawn(namespace('red'), bridge('br0'))
    expect(refusal(natByDrop(lab, 'host', 'br0'))).toBe('nat-no-network')
    expect(refusal(natByDrop(lab, 'host', 'red'))).toBe('nat-no-target')
    expect(refusal(natByDrop(lab, 'br0', 'red'))).toBe('nat-on-bridge')
  })
})

describe('copying', () => {
  it('brings links between the copied along, under names that are free', () => {
    const lab = office()
    const pasted = pasteNodes(lab, copyNodes(lab, ['red', 'v-net-0', 'host']), { x: 100, y: 100 })
    const both = made(lab, pasted)
    expect('nodes' in pasted && pasted.nodes).toEqual(['red-2', 'v-net-2'])
    expect(Object.values(both.links).at(-1)).toEqual({ endpoints: ['red-2:eth0', 'v-net-2:veth-red-2'] })
    expect(config(both, 'red-2', 'eth0')).toEqual({ addresses: ['192.168.15.1/24'] })
    expect(checkLab(both).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('joins a duplicate to the same bridge, with an address of its own', () => {
    const lab = made(office(), setRoutes(office(), 'red', [{ to: 'default', via: '192.168.15.5' }]))
    const both = made(lab, duplicateNodes(lab, ['red']))
    expect(both.nodes['red-2']).toEqual({
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['192.168.15.3/24'] } },
      routes: [{ to: 'default', via: '192.168.15.5' }],
    })
    expect(both.layout?.['red-2']).toEqual({ x: 40, y: 40 })
  })

  it('reads its own clips from the clipboard and nothing else', () => {
    const clip = copyNodes(office(), ['red'])
    expect(readClip(JSON.stringify(clip))).toEqual(clip)
    for (const text of [
      '',
      'hello',
      '{',
      '{"netloomClip":1}',
      '{"netloomClip":1,"nodes":{"__proto__":{}},"links":[],"layout":{}}',
    ])
      expect(readClip(text)?.nodes ?? {}).toEqual({})
    expect(refusal(pasteNodes(office(), copyNodes(office(), ['host']), at))).toBe('nothing-selected')
  })
})

describe('any edit of any lab', () => {
  const number = fc.nat({ max: 50 })
  const builders: ((lab: Lab, pick: (items: string[]) => string, kind: number) => Built)[] = [
    (lab, pick) => joinNodes(lab, pick(Object.keys(lab.nodes)), pick(Object.keys(lab.nodes))),
    (lab, pick, kind) => reconnectEnd(lab, pick(Object.keys(lab.links)), kind % 2 === 0 ? 0 : 1, pick(Object.keys(lab.nodes))),
    (lab, pick) => natByDrop(lab, pick(Object.keys(lab.nodes)), pick(Object.keys(lab.nodes))),
    (lab, pick) => renameNode(lab, pick(Object.keys(lab.nodes)), 'fresh'),
    (lab, pick) => duplicateNodes(lab, [pick(Object.keys(lab.nodes)), pick(Object.keys(lab.nodes))]),
    (lab, _pick, kind) => addNode(lab, kind % 2 === 0 ? 'namespace' : 'bridge', at),
    (lab, pick) => pasteNodes(lab, copyNodes(lab, Object.keys(lab.nodes)), { x: pick([]).length, y: 0 }),
    (lab, pick) => removeElements(lab, [{ kind: 'node', node: pick(Object.keys(lab.nodes)) }]),
    (lab, pick) => removeElements(lab, [{ kind: 'link', link: pick(Object.keys(lab.links)) }]),
  ]

  it('fits the lab, can be taken back, and leaves the lab that it was made on alone', () => {
    fc.assert(
      fc.property(
        arbitraryLab(),
        fc.nat({ max: builders.length - 1 }),
        fc.array(number, { minLength: 4, maxLength: 4 }),
        (lab, which, picks) => {
          const before = structuredClone(lab)
          const queue = [...picks]
          const pick = (items: string[]) => items[(queue.shift() ?? 0) % Math.max(1, items.length)] ?? ''
          const built = builders[which]?.(lab, pick, picks[3] ?? 0)
          if (!built || 'refused' in built) return
          const command = commandOf(built)
          const result = made(lab, built)
          expect(lab).toEqual(before)
          expect(equalJson(made(result, invertCommand(command)), lab)).toBe(true)
        },
      ),
    )
  })

  it('draws nothing that cannot be applied', () => {
    fc.assert(
      fc.property(arbitraryLab(), fc.nat({ max: 6 }), fc.array(number, { minLength: 4, maxLength: 4 }), (lab, which, picks) => {
        // Moving an end away and deleting may leave routes without a way; adding never breaks anything.
        if (which === 1) return
        const queue = [...picks]
        const pick = (items: string[]) => items[(queue.shift() ?? 0) % Math.max(1, items.length)] ?? ''
        const built = builders[which]?.(lab, pick, picks[3] ?? 0)
        if (!built || 'refused' in built) return
        const errors = checkLab(made(lab, built)).filter(({ severity }) => severity === 'error')
        expect(errors).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
