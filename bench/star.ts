import { setTimeout as delay } from 'node:timers/promises'
import { emptyLab } from '../core/lab/empty'
import type { Lab, NamespaceNode, Position } from '../core/lab/schema'
import { planLab } from '../core/plan/plan-lab'
import { commandsOf } from '../core/script/commands'
import type { MachineState } from '../core/state/state'

/** The bridge's address in `starLab`. */
export const GATEWAY = '10.77.0.1'
/** Nodes of a floor in `buildingLab`, its bridge included. */
const FLOOR = 40
/** How they are drawn: rows and columns of cards. */
const STAR_COLUMNS = 40
const BLOCKS = 5
const FLOOR_COLUMNS = 13
const FLOOR_ROWS = 5

/** Milliseconds for each host that came up. */
const SETTLE = 15

/** Waits until so many hosts have said all that IPv6 makes them say when they come up. */
export function settled(hosts: number): Promise<void> {
  return delay(hosts * SETTLE)
}

/** A machine that holds nothing but its root namespace. */
const EMPTY: MachineState = {
  epoch: '',
  seq: 0,
  namespaces: {
    host: {
      name: 'host',
      inode: 0,
      links: {},
      routes: [],
      neighbours: [],
      forwarding: { ipv4: false, ipv6: false },
      nat: [],
      foreignTables: [],
    },
  },
}

/** A star: so many namespaces on one bridge of the host, each with an address and a default route to it. */
export function starLab(size: number): Lab {
  const empty = emptyLab(`star-${size}`)
  const nodes: Lab['nodes'] = {
    host: { kind: 'host', forwarding: true },
    br0: { kind: 'bridge', addresses: [`${GATEWAY}/16`] },
  }
  const links: Lab['links'] = {}
  const layout: NonNullable<Lab['layout']> = {}
  for (let index = 0; index < size; index++) {
    const address = `10.77.${(index + 2) >> 8}.${(index + 2) & 255}/16`
    const node: NamespaceNode = {
      kind: 'namespace',
      interfaces: { eth0: { addresses: [address] } },
      routes: [{ to: 'default', via: GATEWAY }],
    }
    nodes[`y${index}`] = node
    links[`l${index}`] = { endpoints: [`y${index}:eth0`, `br0:p${index}`] }
    layout[`y${index}`] = cell(index % STAR_COLUMNS, Math.floor(index / STAR_COLUMNS))
  }
  const below = Math.ceil(size / STAR_COLUMNS)
  layout.br0 = cell(0, below)
  layout.host = cell(0, below + 2)
  return { ...empty, nodes, links, layout }
}

/**
 * An office building: so many nodes, of which one in forty is a bridge of the host with an address and the others are namespaces on
 * one of them. Drawn, it is a field of cards with short lines, where the star is one long comb.
 */
export function buildingLab(size: number): Lab {
  const empty = emptyLab(`building-${size}`)
  const nodes: Lab['nodes'] = { host: { kind: 'host', forwarding: true } }
  const links: Lab['links'] = {}
  const layout: NonNullable<Lab['layout']> = { host: cell(0, (size / FLOOR / BLOCKS + 1) * FLOOR_ROWS) }
  for (let index = 0; index < size; index++) {
    const floor = Math.floor(index / FLOOR)
    const desk = index % FLOOR
    const gateway = `10.78.${floor}.1`
    const left = (floor % BLOCKS) * (FLOOR_COLUMNS + 1)
    const top = Math.floor(floor / BLOCKS) * FLOOR_ROWS
    if (desk === 0) layout[`floor${floor}`] = cell(left, top + FLOOR_ROWS - 2)
    else layout[`d${floor}-${desk}`] = cell(left + ((desk - 1) % FLOOR_COLUMNS), top + Math.floor((desk - 1) / FLOOR_COLUMNS))
    if (desk === 0) nodes[`floor${floor}`] = { kind: 'bridge', addresses: [`${gateway}/24`] }
    else {
      const name = `d${floor}-${desk}`
      nodes[name] = {
        kind: 'namespace',
        interfaces: { eth0: { addresses: [`10.78.${floor}.${desk + 1}/24`] } },
        routes: [{ to: 'default', via: gateway }],
      }
      links[name] = { endpoints: [`${name}:eth0`, `floor${floor}:p${floor}-${desk}`] }
    }
  }
  return { ...empty, nodes, links, layout }
}

/** The corner of a place on the canvas; a card with its surroundings takes one. */
function cell(column: number, row: number): Position {
  return { x: column * 288, y: row * 192 }
}

/** What a person would type for the same: a program start for every line. */
export function starScript(lab: Lab): string {
  const { steps } = planLab(lab, EMPTY)
  const lines = steps.flatMap(({ op }) => commandsOf(op, { dialect: 'nft', marks: false, lab: lab.name }))
  return ['set -e', 'mount -t tmpfs tmpfs /run', 'mkdir /run/netns', ...lines, ''].join('\n')
}
