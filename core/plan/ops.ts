import * as z from 'zod'
import { FILTER_ACTIONS, FILTER_CHAINS, FILTER_STATES } from '../lab/filter-words'
import { serviceSpecSchema } from '../state/services'

/**
 * The vocabulary of changes: one list, written twice, as commands (`core/script/commands`) and as netlink requests
 * (`server/agent/apply`). `netns` is a netns name, or `host` for the machine's root namespace.
 */

const netns = z.string()
const name = z.string()

const vethEndSchema = z.object({ netns, name, mac: z.string().optional(), mtu: z.int().optional() })

/** A NAT rule with nothing left to default: what `core/plan/nat` makes of a lab's rule. */
export const natOpRuleSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('masquerade'),
    family: z.union([z.literal(4), z.literal(6), z.literal('any')]),
    source: z.string().optional(),
    except: z.array(z.string()),
    out: z.string().optional(),
  }),
  z.object({
    type: z.literal('snat'),
    family: z.union([z.literal(4), z.literal(6)]),
    source: z.string().optional(),
    except: z.array(z.string()),
    out: z.string().optional(),
    to: z.string(),
  }),
  z.object({
    type: z.literal('dnat'),
    family: z.union([z.literal(4), z.literal(6)]),
    protocol: z.enum(['tcp', 'udp']),
    port: z.int(),
    in: z.string().optional(),
    destination: z.string().optional(),
    to: z.string(),
    toPort: z.int().optional(),
  }),
])

const nicMove = {
  netns,
  name,
  bridge: name,
  addresses: z.array(z.string()),
  routes: z.array(
    z.object({
      family: z.union([z.literal(4), z.literal(6)]),
      to: z.string(),
      via: z.string().optional(),
      metric: z.int(),
    }),
  ),
}

/** A rule of the packet filter with nothing left to default: what `core/plan/filter` makes of a lab's rule. */
export const filterOpRuleSchema = z.object({
  action: z.enum(FILTER_ACTIONS),
  family: z.union([z.literal(4), z.literal(6), z.literal('any')]),
  in: z.string().optional(),
  out: z.string().optional(),
  source: z.string().optional(),
  destination: z.string().optional(),
  protocol: z.enum(['tcp', 'udp', 'icmp', 'icmpv6']).optional(),
  port: z.int().optional(),
  /** In the order of `FILTER_STATES`; none for any. */
  state: z.array(z.enum(FILTER_STATES)),
})

/** A chain of the packet filter that does something. */
export const filterOpChainSchema = z.object({
  chain: z.enum(FILTER_CHAINS),
  policy: z.enum(['accept', 'drop']),
  rules: z.array(filterOpRuleSchema),
})

export const opSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('netns-add'), netns, id: z.string() }),
  z.object({ op: z.literal('netns-delete'), netns }),
  z.object({ op: z.literal('netns-rename'), netns, to: netns }),
  /** A veth pair, both ends born in their namespaces, down, marked with the link's id. */
  z.object({ op: z.literal('veth-add'), link: z.string(), ends: z.tuple([vethEndSchema, vethEndSchema]) }),
  z.object({
    op: z.literal('bridge-add'),
    netns,
    name,
    node: z.string(),
    mac: z.string().optional(),
    mtu: z.int().optional(),
    stp: z.boolean(),
  }),
  z.object({ op: z.literal('link-delete'), netns, name }),
  z.object({ op: z.literal('link-rename'), netns, name, to: name }),
  z.object({ op: z.literal('link-move'), netns, name, to: netns }),
  z.object({ op: z.literal('link-up'), netns, name }),
  z.object({ op: z.literal('link-down'), netns, name }),
  z.object({ op: z.literal('link-mac'), netns, name, mac: z.string() }),
  z.object({ op: z.literal('link-mtu'), netns, name, mtu: z.int() }),
  z.object({ op: z.literal('bridge-stp'), netns, name, stp: z.boolean() }),
  z.object({ op: z.literal('port-attach'), netns, name, bridge: name }),
  z.object({ op: z.literal('port-detach'), netns, name }),
  /**
   * An interface that the computer has becomes a port, and what it carries goes to the bridge: addresses, and the routes through it. The
   * agent takes all that is there, in every routing table and in full; the lists are for the reader.
   */
  z.object({ op: z.literal('nic-attach'), ...nicMove }),
  /** It leaves the bridge and gets back what is on record. */
  z.object({ op: z.literal('nic-detach'), ...nicMove }),
  /** `ip address replace`: no error when it is already there. IPv6 addresses are added with `nodad`. */
  z.object({ op: z.literal('address-add'), netns, dev: name, address: z.string() }),
  z.object({ op: z.literal('address-delete'), netns, dev: name, address: z.string() }),
  /** `ip route replace … proto 222`; with `protocol`, a route of somebody else that is put back. */
  z.object({
    op: z.literal('route-add'),
    netns,
    family: z.union([z.literal(4), z.literal(6)]),
    to: z.string(),
    via: z.string().optional(),
    dev: z.string().optional(),
    metric: z.int().optional(),
    protocol: z.int().min(0).max(255).optional(),
  }),
  z.object({
    op: z.literal('route-delete'),
    netns,
    family: z.union([z.literal(4), z.literal(6)]),
    to: z.string(),
    via: z.string().optional(),
    dev: z.string().optional(),
    metric: z.int().optional(),
  }),
  /** `ip neigh replace … nud permanent proto 222`. */
  z.object({ op: z.literal('neighbour-add'), netns, dev: name, address: z.string(), mac: z.string() }),
  z.object({ op: z.literal('neighbour-delete'), netns, dev: name, address: z.string() }),
  /** net.ipv4.ip_forward and net.ipv6.conf.all.forwarding; `ipv6` where the two differ, as a computer may have had them before. */
  z.object({ op: z.literal('forwarding'), netns, on: z.boolean(), ipv6: z.boolean().optional() }),
  /** Replaces our own table `netloom-LAB`, NAT and filter, in one transaction. */
  z.object({
    op: z.literal('rules-set'),
    netns,
    lab: z.string(),
    rules: z.array(natOpRuleSchema),
    filter: z.array(filterOpChainSchema).optional(),
  }),
  z.object({ op: z.literal('rules-delete'), netns, lab: z.string() }),
  /** A program that the agent keeps running in the namespace: a DHCP server or client. */
  z.object({ op: z.literal('service-start'), netns, lab: z.string(), service: serviceSpecSchema }),
  /** A client gives its lease back first. */
  z.object({ op: z.literal('service-stop'), netns, lab: z.string(), service: serviceSpecSchema }),
])

export type NatOpRule = z.infer<typeof natOpRuleSchema>
export type FilterOpRule = z.infer<typeof filterOpRuleSchema>
export type FilterOpChain = z.infer<typeof filterOpChainSchema>
export type Op = z.infer<typeof opSchema>
export type OpName = Op['op']
