import { HOST } from '../lab/ids'
import type { Op } from '../plan/ops'
import type { MachineState } from '../state/state'
import type { ScriptWords } from '../text/script.en'

/** The parts that `up` falls into, each under a heading. */
export type Stage = keyof ScriptWords['stages']

/** What a script builds on: a machine with nothing but its own `host`. */
export const EMPTY_MACHINE: MachineState = {
  epoch: '',
  seq: 0,
  namespaces: {
    [HOST]: {
      name: HOST,
      inode: 0,
      links: {
        1: {
          index: 1,
          name: 'lo',
          kind: 'loopback',
          mac: '',
          mtu: 65536,
          up: false,
          operstate: 'down',
          carrier: false,
          group: 0,
          addresses: [],
        },
      },
      routes: [],
      neighbours: [],
      forwarding: { ipv4: false, ipv6: false },
      nat: [],
      foreignTables: [],
    },
  },
}

/** Where each operation stands; `link-up` depends on whether the link is a port or a bridge. */
export const STAGES: Record<Exclude<Op['op'], 'link-up'>, Stage> = {
  'netns-add': 'namespaces',
  'netns-delete': 'namespaces',
  'netns-rename': 'namespaces',
  'bridge-add': 'bridges',
  'veth-add': 'links',
  'link-delete': 'links',
  'link-rename': 'links',
  'link-move': 'links',
  'link-down': 'details',
  'link-mac': 'details',
  'link-mtu': 'details',
  'bridge-stp': 'details',
  'port-attach': 'ports',
  'port-detach': 'ports',
  'nic-attach': 'nics',
  'nic-detach': 'nics',
  'address-add': 'addresses',
  'address-delete': 'addresses',
  'route-add': 'routes',
  'route-delete': 'routes',
  'neighbour-add': 'neighbours',
  'neighbour-delete': 'neighbours',
  forwarding: 'forwarding',
  'service-start': 'services',
  'service-stop': 'services',
  'rules-set': 'nat',
  'rules-delete': 'nat',
}

/** Text that stays in its comment: no line break and no control byte gets out. */
export function commentText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** A comment line. */
export function comment(text: string, indent = ''): string {
  return `${indent}# ${commentText(text)}`.trimEnd()
}

/**
 * Turns routes as `ip route show` prints them into what `ip route replace` takes: without the words for what a route is like just
 * now. For one that a router advertised `ip` prints its time as `expires 1790sec`, and refuses to read that.
 */
export const ROUTES_TO_TAKE = 'sed -E ":a; s/ (linkdown|dead|expires [0-9]+sec)( |$)/\\2/; ta"'
