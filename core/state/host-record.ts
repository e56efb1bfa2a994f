import * as z from 'zod'

/**
 * What labs changed of this computer itself that the kernel has no mark for: whose it is, and what was there before. Kept by the
 * agent of the machine `host`, written before the change is made; a sandbox has none, since all of it is its lab's.
 */
const nicRecordSchema = z.object({
  lab: z.string(),
  name: z.string(),
  bridge: z.string(),
  addresses: z.array(z.string()),
  /** Those of the main table. */
  routes: z.array(
    z.object({
      family: z.union([z.literal(4), z.literal(6)]),
      to: z.string(),
      via: z.string().optional(),
      metric: z.int(),
    }),
  ),
  /** Whether it was up. */
  up: z.boolean(),
  /** All of it as the kernel told it, in full (netlink messages in hexadecimal), and when (milliseconds since the epoch). */
  saved: z.object({ at: z.number(), addresses: z.array(z.string()), routes: z.array(z.string()) }).optional(),
})

/** What a lab took the place of in a container. */
const guestRecordSchema = z.object({
  lab: z.string(),
  /** The container's key. */
  netns: z.string(),
  /** Of its namespace: another one once it was started again. */
  inode: z.int(),
  /** What it was, once the lab has changed it. */
  forwarding: z.object({ ipv4: z.boolean(), ipv6: z.boolean() }).optional(),
  /** Routes that those of the lab replaced. */
  routes: z.array(
    z.object({
      family: z.union([z.literal(4), z.literal(6)]),
      to: z.string(),
      via: z.string().optional(),
      dev: z.string().optional(),
      metric: z.int(),
      protocol: z.int(),
    }),
  ),
})

export const hostRecordSchema = z.object({
  /** Forwarding of the root namespace, once a lab has turned it on: what it was, and which labs want it on. */
  forwarding: z
    .object({
      former: z.object({ ipv4: z.boolean(), ipv6: z.boolean() }),
      labs: z.array(z.string()),
      /** Files below /proc/sys/net that the kernel resets when forwarding changes, with what stood in them. */
      settings: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  /** Routes of the root namespace, and of containers. Their protocol says that they are ours; only this says which lab's. */
  routes: z.array(
    z.object({
      lab: z.string(),
      /** A container's key; absent for the root namespace. */
      netns: z.string().optional(),
      family: z.union([z.literal(4), z.literal(6)]),
      to: z.string(),
      via: z.string().optional(),
      dev: z.string().optional(),
      metric: z.int().optional(),
    }),
  ),
  /** Addresses that a lab gave to an interface that is not ours, such as `lo`. */
  addresses: z.array(z.object({ lab: z.string(), dev: z.string(), address: z.string() })),
  /** Interfaces that a lab made ports, with what they had before. */
  nics: z.array(nicRecordSchema).optional(),
  /** What labs took the place of in containers. */
  guests: z.array(guestRecordSchema).optional(),
})

export type NicRecord = z.infer<typeof nicRecordSchema>
export type GuestRecord = z.infer<typeof guestRecordSchema>
export type HostRecord = z.infer<typeof hostRecordSchema>

/** A host of which nothing has been changed. */
export const UNTOUCHED: HostRecord = { routes: [], addresses: [] }

/** Whether anything on record is a lab's. */
export function isOnRecord({ forwarding, routes, addresses, nics = [], guests = [] }: HostRecord, lab: string): boolean {
  const entries = [...routes, ...addresses, ...nics, ...guests]
  return entries.some((entry) => entry.lab === lab) || (forwarding?.labs.includes(lab) ?? false)
}
