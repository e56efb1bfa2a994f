import { isContainerNetns } from '../lab/container'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { netnsOf } from '../lab/view'
import { blankMachine } from '../state/blank'
import { UNTOUCHED } from '../state/host-record'
import type { LinkState, MachineState, NetnsState } from '../state/state'

const NIC: Omit<LinkState, 'index' | 'name'> = {
  kind: 'veth',
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  up: true,
  operstate: 'up',
  carrier: true,
  group: 0,
  addresses: [{ address: '192.168.0.10/24', scope: 'global', automatic: false }],
}

/**
 * This computer as a guide takes it to be: with the containers and the network cards that its lab names, the latter with an address of the kind that
 * one has at home. The commands of its steps are read off plans for that.
 */
export function computerFor(lab: Lab): MachineState {
  const { host } = blankMachine.namespaces
  if (!host) throw new Error('a machine has a root namespace')
  const node = lab.nodes[HOST]
  const nics = Object.entries(node?.interfaces ?? {}).flatMap(([name, { bridge }]) => (bridge === undefined ? [] : [name]))
  const cards = nics.map((name, at): LinkState => ({ ...NIC, name, index: at + 2 }))
  const links = { ...host.links, ...Object.fromEntries(cards.map((card) => [card.index, card])) }
  const inside = Object.keys(lab.nodes)
    .map((name) => netnsOf(lab, name))
    .filter(isContainerNetns)
    .map((name, at): [string, NetnsState] => [name, { ...host, name, inode: at + 1, links: loopbackUp(host) }])
  return { ...blankMachine, namespaces: { host: { ...host, links }, ...Object.fromEntries(inside) }, host: UNTOUCHED }
}

/** A container's runtime brings its loopback up. */
function loopbackUp({ links }: NetnsState): NetnsState['links'] {
  return Object.fromEntries(Object.entries(links).map(([index, link]) => [index, { ...link, up: true }]))
}
