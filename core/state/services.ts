import * as z from 'zod'

/**
 * The long-running programs that a machine's agent keeps for a lab, each in a namespace and for one interface. The kernel knows nothing
 * of them but a process; what they are and how they fare, the agent tells.
 */

/** What a program is to do, with nothing left to default; equal for programs that do the same. */
export const serviceSpecSchema = z.discriminatedUnion('kind', [
  /** dnsmasq, giving away addresses. */
  z.object({
    kind: z.literal('dhcp-server'),
    interface: z.string(),
    first: z.string(),
    last: z.string(),
    /** Dotted, as dnsmasq wants it. */
    netmask: z.string(),
    router: z.string().optional(),
    dns: z.array(z.string()),
    /** Seconds. */
    lease: z.int(),
  }),
  /** udhcpc, taking an address. */
  z.object({
    kind: z.literal('dhcp-client'),
    interface: z.string(),
    /** The name that it gives the server; absent where the node's is no host name. */
    hostname: z.string().optional(),
  }),
])

/** An address that a server has given away. */
export const givenLeaseSchema = z.object({
  address: z.string(),
  mac: z.string(),
  hostname: z.string().optional(),
  /** Seconds since 1970. */
  expires: z.int(),
})

/** What a client was given. */
export const takenLeaseSchema = z.object({
  /** With its prefix length. */
  address: z.string(),
  router: z.string().optional(),
  dns: z.array(z.string()),
  server: z.string().optional(),
  /** Seconds since 1970. */
  expires: z.int(),
})

export const serviceStateSchema = z.object({
  lab: z.string(),
  spec: serviceSpecSchema,
  /** The index of its interface when it was started: a new interface of the same name is not the one that it serves. */
  index: z.int(),
  running: z.boolean(),
  pid: z.int().optional(),
  /** Milliseconds since 1970 of its last start. */
  since: z.int(),
  /** How often it ended of itself and was started again. */
  restarts: z.int(),
  /** The last line that it wrote. */
  log: z.string().optional(),
  /** Of a server. */
  leases: z.array(givenLeaseSchema).optional(),
  /** Of a client that has one. */
  lease: takenLeaseSchema.optional(),
})

export type ServiceSpec = z.infer<typeof serviceSpecSchema>
export type ServiceKind = ServiceSpec['kind']
export type ServerSpec = Extract<ServiceSpec, { kind: 'dhcp-server' }>
export type ServiceState = z.infer<typeof serviceStateSchema>
export type GivenLease = z.infer<typeof givenLeaseSchema>
export type TakenLease = z.infer<typeof takenLeaseSchema>
