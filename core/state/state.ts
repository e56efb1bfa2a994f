import * as z from 'zod'
import { FILTER_CHAINS } from '../lab/filter-words'
import { containerStateSchema } from './container'
import { foreignChainSchema } from './foreign'
import { hostRecordSchema } from './host-record'
import { serviceStateSchema } from './services'

/**
 * What a machine's kernel holds, normalised: plain data, equal when the kernel is equal, in stable order.
 * Namespaces are keyed by netns name; the machine's root namespace has the key `host`.
 */

export const ownerSchema = z.object({
  /** The lab whose mark the kernel object carries. */
  lab: z.string(),
  /** The element's stable id: a link's id or a node's id. */
  id: z.string(),
  /** For a veth: which of the link's two endpoints this is. */
  end: z.union([z.literal(0), z.literal(1)]).optional(),
})

export const addressStateSchema = z.object({
  /** Canonical text with prefix length, such as `10.0.0.1/24` or `2001:db8::1/64`. */
  address: z.string(),
  scope: z.enum(['global', 'site', 'link', 'host', 'other']),
  /** True when the kernel made it by itself (IPv6 link-local, ::1, 127.0.0.1 on lo); never drift. */
  automatic: z.boolean(),
  tentative: z.boolean().optional(),
  /** IFA_F_SECONDARY of an IPv4 address: it goes when the primary address of its subnet goes (unless promote_secondaries is set). */
  secondary: z.boolean().optional(),
  /** An IPv4 address that ends of itself (no IFA_F_PERMANENT): it came with a DHCP lease. */
  dynamic: z.boolean().optional(),
})

export const linkStateSchema = z.object({
  index: z.int(),
  name: z.string(),
  /** IFLA_INFO_KIND: `veth`, `bridge`, …; `loopback` for lo; `physical` for a NIC without kind. */
  kind: z.string(),
  mac: z.string(),
  mtu: z.int(),
  /** IFF_UP: administratively up. */
  up: z.boolean(),
  /** RFC 2863 operstate as `ip` prints it, in lower case: up, down, lowerlayerdown, unknown, dormant … */
  operstate: z.string(),
  carrier: z.boolean(),
  /** Name of the bridge that this is a port of. */
  master: z.string().optional(),
  /** Bridge port state (IFLA_BRPORT_STATE): disabled, listening, learning, forwarding, blocking. */
  portState: z.string().optional(),
  /** For a bridge. */
  stp: z.boolean().optional(),
  /** The other end of a veth pair, where it is in a namespace that we know. */
  peer: z.object({ netns: z.string(), index: z.int() }).optional(),
  alias: z.string().optional(),
  altNames: z.array(z.string()).optional(),
  group: z.int(),
  owner: ownerSchema.optional(),
  addresses: z.array(addressStateSchema),
})

export const routeStateSchema = z.object({
  family: z.union([z.literal(4), z.literal(6)]),
  /** `default` or a CIDR. */
  to: z.string(),
  via: z.string().optional(),
  dev: z.string().optional(),
  metric: z.int(),
  /** rtm_protocol as a number (rtnetlink(7)): 2 kernel, 3 boot, 4 static, 222 ours (core/state/owner). */
  protocol: z.int(),
  scope: z.int(),
  /** True when a nexthop's link is down or dead (RTNH_F_LINKDOWN, RTNH_F_DEAD). */
  linkdown: z.boolean().optional(),
})

export const neighbourStateSchema = z.object({
  address: z.string(),
  mac: z.string().optional(),
  dev: z.string(),
  /** As `ip neigh` prints it: REACHABLE, STALE, FAILED, INCOMPLETE, PERMANENT, DELAY, PROBE, NOARP. */
  state: z.string(),
  /** Who wrote it (NDA_PROTOCOL, the numbers of rtm_protocol): 222 ours; absent where nobody said. */
  protocol: z.int().optional(),
})

/** One rule of our own nft table, of NAT or of the filter, as read back; `text` is normalised so that it compares with what the plan would write. */
export const natRuleStateSchema = z.object({
  chain: z.enum(['prerouting', 'postrouting', 'input', 'forward', 'output']),
  /** Canonical form of what the rule does; see `core/plan/nat` and `core/plan/filter`. */
  key: z.string(),
})

export const natStateSchema = z.object({
  /** The owner by the table's name, `netloom-LAB`. */
  lab: z.string(),
  rules: z.array(natRuleStateSchema),
  /** The policies of its filter chains, where it has some. */
  policies: z.partialRecord(z.enum(FILTER_CHAINS), z.enum(['accept', 'drop'])).optional(),
})

export const natCounterSchema = z.object({ packets: z.number(), bytes: z.number() })

export const netnsStateSchema = z.object({
  name: z.string(),
  /** Inode of the nsfs file; a namespace deleted and made again outside has another. */
  inode: z.number(),
  owner: ownerSchema.optional(),
  /** The running containers that have this network; more than one where they share it. */
  containers: z.array(containerStateSchema).optional(),
  /** By ifindex. */
  links: z.record(z.string(), linkStateSchema),
  /** Main table, unicast, both families, without the kernel's own fe80::/64 and multicast routes. */
  routes: z.array(routeStateSchema),
  neighbours: z.array(neighbourStateSchema),
  forwarding: z.object({ ipv4: z.boolean(), ipv6: z.boolean() }),
  /** Our own tables. */
  nat: z.array(natStateSchema),
  /** Names (`family table`) of nft tables that are not ours, so that the page can say that they exist. */
  foreignTables: z.array(z.string()),
  /** The chains of those tables that packets of IP can come to; absent where there are none. */
  foreignChains: z.array(foreignChainSchema).optional(),
  /** What the agent keeps running here; absent where it keeps nothing. */
  services: z.array(serviceStateSchema).optional(),
})

export const machineStateSchema = z.object({
  /** Changes when the agent starts anew or lost track: then only a snapshot counts. */
  epoch: z.string(),
  /** Grows by one with every change set within an epoch. */
  seq: z.int(),
  namespaces: z.record(z.string(), netnsStateSchema),
  /** Programs that a lab may need and this machine lacks; absent when it lacks none. */
  missingPrograms: z.array(z.string()).optional(),
  /** Only of this computer itself: what labs changed of it. Comes with snapshots; between them it does not change. */
  host: hostRecordSchema.optional(),
})

/** Changes of one namespace; an absent field is unchanged; `links` holds only those that changed, null for gone. */
export const netnsChangeSchema = netnsStateSchema
  .omit({ links: true })
  .partial()
  .extend({ links: z.record(z.string(), linkStateSchema.nullable()).optional() })

/** From `seq - 1` to `seq`. A namespace that is new comes whole; one that is gone is null. */
export const stateChangeSchema = z.object({
  epoch: z.string(),
  seq: z.int(),
  namespaces: z.record(z.string(), netnsChangeSchema.nullable()),
  /** Present when it changed. */
  missingPrograms: z.array(z.string()).optional(),
})

/** Byte and packet counters by netns and ifindex; only those that moved since the last message. */
export const trafficSchema = z.object({
  /** Milliseconds on the agent's monotonic clock; rates are differences over this. */
  at: z.number(),
  links: z.record(
    z.string(),
    z.record(z.string(), z.object({ rxBytes: z.number(), txBytes: z.number(), rxPackets: z.number(), txPackets: z.number() })),
  ),
  /** Hit counters of our rules by netns: in the order of the table's rules as listed in `NatState.rules`. */
  nat: z.record(z.string(), z.array(natCounterSchema)),
})

export type Owner = z.infer<typeof ownerSchema>
export type AddressState = z.infer<typeof addressStateSchema>
export type LinkState = z.infer<typeof linkStateSchema>
export type RouteState = z.infer<typeof routeStateSchema>
export type NeighbourState = z.infer<typeof neighbourStateSchema>
export type NatState = z.infer<typeof natStateSchema>
export type NetnsState = z.infer<typeof netnsStateSchema>
export type MachineState = z.infer<typeof machineStateSchema>
export type NetnsChange = z.infer<typeof netnsChangeSchema>
export type StateChange = z.infer<typeof stateChangeSchema>
export type Traffic = z.infer<typeof trafficSchema>
