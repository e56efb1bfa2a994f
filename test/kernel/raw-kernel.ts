import type { Lab } from '../../core/lab/schema'
import { interfacesInNetns } from '../../core/lab/view'
import { iptablesFilter, nftFilter } from './filter-rules'
import { dumpMachine, type Firewall } from './ip-machine'
import { iptablesNat, nftNat } from './nat-rules'

/**
 * A kernel as `ip -j`, `sysctl` and the firewall's own tools print it, less what no two runs have in common (indexes, timers, MACs
 * that the kernel drew by lot and what it derives from them) and less the marks of ownership, which only the agent sets.
 */
export interface RawKernel {
  [netns: string]: {
    links: Record<string, unknown>
    routes: unknown[]
    forwarding: string[]
    /** Permanent ones. */
    neighbours: string[]
    /** Rules by what they do. */
    nat: string[]
    filter: string[]
  }
}

type Json = Record<string, unknown>

/** What differs from run to run, or depends on how far a link has come up by now. */
const VOLATILE = new Set([
  'ifindex',
  'link_index',
  'link_netnsid',
  'link',
  'link_pointtopoint',
  'flags',
  'operstate',
  'address',
  'group',
  'ifalias',
  'promiscuity',
  'allmulti',
  'num_tx_queues',
  'num_rx_queues',
  'qdisc',
  'linkmode',
  'addr_info',
  // A bridge remembers the offloads of the ports that it had.
  'gso_max_size',
  'gso_max_segs',
  'tso_max_size',
  'tso_max_segs',
  'gro_max_size',
  'linkinfo',
  'ifname',
])
const VOLATILE_BRIDGE =
  /_timer$|^(bridge|root)_id$|^root_|^topology_change|^gc_|^designated|^(state|no|port_no|id|config_pending|proxy)/

function stable(entry: Json | undefined, volatile: (key: string) => boolean): Json {
  return Object.fromEntries(
    Object.entries(entry ?? {})
      .filter(([key]) => !volatile(key))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Without those that the kernel adds of itself: link-local ones, and those of a `lo` that has ever been up. */
function addresses(list: Json[]): unknown[] {
  return list
    .filter(({ family, scope }) => !(family === 'inet6' && scope === 'link'))
    .filter(({ local }) => local !== '127.0.0.1' && local !== '::1')
    .map((entry) => stable(entry, (key) => key === 'protocol' || key === 'tentative'))
    .map((entry) => JSON.stringify(entry))
    .sort()
}

function link(entry: Json, mac: boolean): Json {
  const info = entry.linkinfo as
    | { info_kind?: string; info_data?: Json; info_slave_kind?: string; info_slave_data?: Json }
    | undefined
  const flags = (entry.flags as string[]).filter((flag) => !['LOWER_UP', 'NO-CARRIER', 'M-DOWN'].includes(flag))
  return {
    ...stable(entry, (key) => VOLATILE.has(key)),
    ...(mac && { mac: entry.address }),
    flags: flags.sort(),
    kind: info?.info_kind,
    settings: stable(info?.info_data, (key) => VOLATILE_BRIDGE.test(key)),
    port: stable(info?.info_slave_data, (key) => VOLATILE_BRIDGE.test(key)),
    addresses: addresses(entry.addr_info as Json[]),
  }
}

/** MACs that the lab fixes; all others are the kernel's. */
function fixedMacs(lab: Lab, netns: string): Set<string> {
  const names = interfacesInNetns(lab, netns)
    .filter(({ view }) => view.config.mac !== undefined)
    .map(({ view }) => view.name)
  return new Set(names)
}

/** Reads everything that a lab could have changed. `firewall` says which tool wrote the rules. */
export function readRawKernel(lab: Lab, firewall: Firewall): RawKernel {
  const kernel: RawKernel = {}
  for (const { netns, addresses, routes4, routes6, neighbours, forwarding, rules } of dumpMachine(firewall)) {
    const macs = fixedMacs(lab, netns)
    const links = Object.fromEntries(
      addresses.map((entry) => [String(entry.ifname), link(entry, macs.has(String(entry.ifname)))]),
    )
    const routes = [...routes4, ...routes6]
      .filter(({ dst }) => dst !== 'fe80::/64' && !String(dst).startsWith('ff00:'))
      .map((entry) => JSON.stringify(stable(entry, (key) => key === 'protocol' || key === 'flags')))
      .sort()
    const nat = firewall === 'nft' ? nftNat(rules) : iptablesNat(rules)
    const fixed = neighbours.map((entry) => JSON.stringify(stable(entry, (key) => key === 'protocol'))).sort()
    const filter = firewall === 'nft' ? nftFilter(rules) : iptablesFilter(rules.slice(2))
    kernel[netns] = { links, routes, forwarding, neighbours: fixed, nat, filter }
  }
  return kernel
}
