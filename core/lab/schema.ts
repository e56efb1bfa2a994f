import * as z from 'zod'
import { isInterfaceName, isLabName, isNodeName } from '../net/names'
import { containerIdentity } from './container-schema'
import { dhcpServerSchema } from './dhcp-schema'
import { filterSchema } from './filter-schema'
import { FORMAT_VERSION } from './format-version'
import { LIMITS } from './limits'

/**
 * The lab as it lives in memory: what a lab file says, with every optional default left absent.
 * Two things differ from the file (lab-format): `links` is keyed by the link's id, and `nodes.host` is always there.
 * Shape only. Whether addresses, gateways and joins make sense is for `core/check`, which can name the element and the remedy.
 */

export { LIMITS }

const nodeName = z.string().refine(isNodeName, { error: 'bad-node-name' })
const interfaceName = z.string().refine(isInterfaceName, { error: 'bad-interface-name' })
export const elementId = z
  .string()
  .min(1)
  .max(LIMITS.idBytes)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:@+~-]*$/u, { error: 'bad-id' })
/** Text that later checks parse as an address, a CIDR or a MAC; bounded here so that nothing large travels further. */
const shortText = z.string().max(64)

export const interfaceSchema = z.strictObject({
  addresses: z.array(shortText).max(64).optional(),
  mac: shortText.optional(),
  mtu: z.number().optional(),
  up: z.boolean().optional(),
  /** Takes its address from a DHCP client. */
  dhcp: z.boolean().optional(),
  /** Of an interface that the host has already: the bridge that it becomes a port of, with its addresses and the routes through it. */
  bridge: nodeName.optional(),
})

export const routeSchema = z.strictObject({
  to: shortText,
  via: shortText.optional(),
  dev: interfaceName.optional(),
  metric: z.int().min(0).max(4294967295).optional(),
})

/** A neighbour whose MAC is written down, so that nobody is asked for it (ARP, RFC 826; neighbour discovery, RFC 4861). */
export const neighbourSchema = z.strictObject({ address: shortText, mac: shortText, dev: interfaceName })

export const masqueradeSchema = z.strictObject({
  type: z.literal('masquerade'),
  source: shortText.optional(),
  except: z.array(shortText).max(LIMITS.exceptions).optional(),
  out: interfaceName.optional(),
})

export const snatSchema = z.strictObject({
  type: z.literal('snat'),
  source: shortText.optional(),
  except: z.array(shortText).max(LIMITS.exceptions).optional(),
  out: interfaceName.optional(),
  to: shortText,
})

export const dnatSchema = z.strictObject({
  type: z.literal('dnat'),
  protocol: z.enum(['tcp', 'udp']),
  port: z.int().min(1).max(65535),
  in: interfaceName.optional(),
  destination: shortText.optional(),
  to: shortText,
})

export const natSchema = z.discriminatedUnion('type', [masqueradeSchema, snatSchema, dnatSchema])

const interfaces = z.record(interfaceName, interfaceSchema).optional()

const routed = {
  id: elementId.optional(),
  interfaces,
  routes: z.array(routeSchema).max(1024).optional(),
  forwarding: z.boolean().optional(),
  nat: z.array(natSchema).max(256).optional(),
  filter: filterSchema.optional(),
  neighbours: z.array(neighbourSchema).max(1024).optional(),
  dhcpServer: dhcpServerSchema.optional(),
}

export const hostSchema = z.strictObject({ kind: z.literal('host'), ...routed })
export const namespaceSchema = z.strictObject({ kind: z.literal('namespace'), ...routed })
/** A running container of this computer. It is attached to, never started, stopped or deleted. */
export const containerSchema = z.strictObject({
  kind: z.literal('container'),
  ...containerIdentity,
  ...routed,
})
export const bridgeSchema = z.strictObject({
  kind: z.literal('bridge'),
  id: elementId.optional(),
  on: nodeName.optional(),
  addresses: z.array(shortText).max(64).optional(),
  mac: shortText.optional(),
  mtu: z.number().optional(),
  up: z.boolean().optional(),
  stp: z.boolean().optional(),
  interfaces,
})

export const nodeSchema = z.discriminatedUnion('kind', [hostSchema, namespaceSchema, containerSchema, bridgeSchema])

/** `NODE:INTERFACE`; on a bridge the interface is the port. */
export const endpointSchema = z.string().refine(
  (text) => {
    const parts = text.split(':')
    return parts.length === 2 && isNodeName(parts[0] ?? '') && isInterfaceName(parts[1] ?? '')
  },
  { error: 'bad-endpoint' },
)

export const linkSchema = z.strictObject({ endpoints: z.tuple([endpointSchema, endpointSchema]) })

export const positionSchema = z.strictObject({ x: z.number(), y: z.number() })

export const labSchema = z.strictObject({
  netloom: z.literal(FORMAT_VERSION),
  name: z.string().refine(isLabName, { error: 'bad-lab-name' }),
  description: z.string().max(LIMITS.description).optional(),
  nodes: z.record(nodeName, nodeSchema),
  links: z.record(elementId, linkSchema),
  layout: z.record(nodeName, positionSchema).optional(),
})

export type Interface = z.infer<typeof interfaceSchema>
export type Route = z.infer<typeof routeSchema>
export type Neighbour = z.infer<typeof neighbourSchema>
export type NatRule = z.infer<typeof natSchema>
export type HostNode = z.infer<typeof hostSchema>
export type NamespaceNode = z.infer<typeof namespaceSchema>
/** A node with interfaces, routes and rules of its own: all but a bridge. */
export type RoutedNode = HostNode | NamespaceNode | ContainerNode
export type ContainerNode = z.infer<typeof containerSchema>
export type BridgeNode = z.infer<typeof bridgeSchema>
export type LabNode = z.infer<typeof nodeSchema>
export type NodeKind = LabNode['kind']
export type Link = z.infer<typeof linkSchema>
export type Position = z.infer<typeof positionSchema>
export type Lab = z.infer<typeof labSchema>
