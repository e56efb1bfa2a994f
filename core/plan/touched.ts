import { isContainerNetns } from '../lab/container'
import { HOST } from '../lab/ids'
import { natTable } from '../state/owner'
import type { Op } from './ops'

export type TouchedKind = 'nic' | 'interface' | 'namespace' | 'container' | 'address' | 'route' | 'sysctl' | 'table' | 'program'

/** One thing of this computer that a plan makes, changes or deletes. */
export interface Touched {
  kind: TouchedKind
  /** In the kernel's own words: `br0`, `net.ipv4.ip_forward = 1`, `inet netloom-lab`. */
  name: string
  how: 'create' | 'change' | 'delete'
}

const ORDER: readonly TouchedKind[] = [
  'nic',
  'interface',
  'address',
  'route',
  'sysctl',
  'table',
  'namespace',
  'container',
  'program',
]

/**
 * What of a computer's own network a plan's steps touch, each thing once, by kind: for who is asked before they are made. What happens inside a
 * namespace counts as a change of that namespace.
 */
export function touchedBy(ops: readonly Op[]): Touched[] {
  const found = new Map<string, Touched>()
  for (const { kind, name, how } of ops.flatMap(thingsOf)) {
    const key = `${kind} ${name}`
    const before = found.get(key)?.how
    // Made anew under the same name, it is another thing of which there was one before.
    const both = before !== undefined && before !== how && before !== 'change' && how !== 'change'
    found.set(key, { kind, name, how: both ? 'change' : before === undefined || before === 'change' ? how : before })
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

/** The thing where it is in the root namespace, else the namespace that it is in. */
function inside(netns: string, kind: TouchedKind, name: string, how: Touched['how']): Touched {
  if (netns === HOST) return { kind, name, how }
  return { kind: isContainerNetns(netns) ? 'container' : 'namespace', name: netns, how: 'change' }
}

function thingsOf(op: Op): Touched[] {
  switch (op.op) {
    case 'netns-add':
      return [{ kind: 'namespace', name: op.netns, how: 'create' }]
    case 'netns-delete':
      return [{ kind: 'namespace', name: op.netns, how: 'delete' }]
    case 'netns-rename':
      return [op.netns, op.to].map((name) => ({ kind: 'namespace', name, how: 'change' }))
    case 'veth-add':
      return op.ends.map(({ netns, name }) => inside(netns, 'interface', name, 'create'))
    case 'bridge-add':
      return [inside(op.netns, 'interface', op.name, 'create')]
    case 'link-delete':
      return [inside(op.netns, 'interface', op.name, 'delete')]
    case 'link-rename':
      return [op.name, op.to].map((name) => inside(op.netns, 'interface', name, 'change'))
    case 'link-move':
      return [op.netns, op.to].map((netns) => inside(netns, 'interface', op.name, 'change'))
    case 'nic-attach':
    case 'nic-detach':
      return [inside(op.netns, 'nic', op.name, 'change'), inside(op.netns, 'interface', op.bridge, 'change')]
    case 'address-add':
      return [inside(op.netns, 'address', `${op.address} dev ${op.dev}`, 'create')]
    case 'address-delete':
      return [inside(op.netns, 'address', `${op.address} dev ${op.dev}`, 'delete')]
    case 'route-add':
      return [inside(op.netns, 'route', routeWords(op), 'create')]
    case 'route-delete':
      return [inside(op.netns, 'route', routeWords(op), 'delete')]
    case 'neighbour-add':
    case 'neighbour-delete':
      return [inside(op.netns, 'interface', op.dev, 'change')]
    case 'forwarding':
      return [
        inside(op.netns, 'sysctl', `net.ipv4.ip_forward = ${Number(op.on)}`, 'change'),
        inside(op.netns, 'sysctl', `net.ipv6.conf.all.forwarding = ${Number(op.ipv6 ?? op.on)}`, 'change'),
      ]
    case 'rules-set':
      return [inside(op.netns, 'table', `inet ${natTable(op.lab)}`, 'create')]
    case 'rules-delete':
      return [inside(op.netns, 'table', `inet ${natTable(op.lab)}`, 'delete')]
    case 'service-start':
      return [inside(op.netns, 'program', `${op.service.kind} ${op.service.interface}`, 'create')]
    case 'service-stop':
      return [inside(op.netns, 'program', `${op.service.kind} ${op.service.interface}`, 'delete')]
    default:
      return [inside(op.netns, 'interface', op.name, 'change')]
  }
}

function routeWords({ to, via, dev }: { to: string; via?: string; dev?: string }): string {
  return [to, ...(via === undefined ? [] : ['via', via]), ...(dev === undefined ? [] : ['dev', dev])].join(' ')
}
