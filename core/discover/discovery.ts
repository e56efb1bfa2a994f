import * as z from 'zod'
import { containerStateSchema } from '../state/container'
import { machineStateSchema } from '../state/state'

/**
 * What a look at a whole machine brought home: its state with every namespace that could be entered, named or not, and beside it what
 * the state has no place for. Plain data; `discoverLab` makes a drawing of it.
 */

/** A process, and the key of the namespace that it is in: absent where that could not be read. */
export const processSchema = z.object({
  pid: z.int(),
  /** The kernel's name for it, comm in proc(5): at most 15 bytes. */
  name: z.string(),
  /** The user's name, or the uid where there is none. */
  user: z.string(),
  netns: z.string().optional(),
  /** The command line, of DHCP servers and clients. */
  argv: z.array(z.string()).optional(),
})

/** The packet rules of one namespace, as the tools print them. */
export const rawRulesSchema = z.object({
  /** The array of `nft -j list ruleset` (libnftables-json(5)). */
  nft: z.array(z.unknown()).optional(),
  /** Lines of `iptables-nft-save`, `ip6tables-nft-save` where nft shows only that there are xtables extensions, and of the legacy tools. */
  iptables: z.array(z.object({ family: z.union([z.literal(4), z.literal(6)]), legacy: z.boolean(), text: z.string() })),
})

/** A namespace beyond its state. */
export const placeSchema = z.object({
  /** Its names in /run/netns; none for one that only processes hold, several where one namespace was given several. */
  names: z.array(z.string()),
  /** Of a namespace without a name: its first process. */
  process: processSchema.omit({ netns: true, argv: true }).optional(),
  rules: rawRulesSchema.optional(),
  /** Running containers whose network it is, by their engines. */
  containers: z.array(containerStateSchema).optional(),
})

/** Something that is there and could not be looked at. */
export const unreadableSchema = z.discriminatedUnion('what', [
  /** A named namespace. */
  z.object({ what: z.literal('namespace'), name: z.string(), error: z.string() }),
  /** Processes of others: which namespaces they are in, the kernel tells only their owner and root. */
  z.object({ what: z.literal('processes'), count: z.int() }),
  /** The folder of all names. */
  z.object({ what: z.literal('names'), error: z.string() }),
  /** The packet rules of a namespace, by its key. */
  z.object({ what: z.literal('rules'), netns: z.string(), error: z.string() }),
])

export const discoverySchema = z.object({
  /** Namespaces by key: `host`, the name in /run/netns, or `/proc/PID/ns/net` for one without a name (no name holds a slash). */
  state: machineStateSchema,
  /** By the same keys. */
  places: z.record(z.string(), placeSchema),
  processes: z.array(processSchema),
  unreadable: z.array(unreadableSchema),
  /** True where the reader could not enter the namespaces of others: root sees more. */
  limited: z.boolean(),
})

export type Process = z.infer<typeof processSchema>
export type RawRules = z.infer<typeof rawRulesSchema>
export type Place = z.infer<typeof placeSchema>
export type Unreadable = z.infer<typeof unreadableSchema>
export type Discovery = z.infer<typeof discoverySchema>
