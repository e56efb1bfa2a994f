import * as z from 'zod'

/**
 * Packet rules that others made, as far as they are understood: what reads them is `foreign-nft`, what follows a packet through them is
 * `core/reach`. A condition or a verdict that is not understood stays marked as such and is never guessed.
 */

const conditionSchema = z.object({
  /** `local`: whether the destination is an address of the namespace (`fib daddr type local`, `-m addrtype --dst-type LOCAL`). */
  field: z.enum(['in', 'out', 'source', 'destination', 'protocol', 'source-port', 'port', 'state', 'icmp-type', 'local']),
  /** The packet has none of the values. */
  not: z.literal(true).optional(),
  /** Names (with `*` at the end: any that begins so), addresses, networks, ports, `a-b` for a range. The packet has one of them. */
  values: z.array(z.string()),
})

const foreignRuleSchema = z.object({
  /** Its place in the chain, from 1, as `iptables -L --line-numbers` counts. */
  at: z.int(),
  /** By which `nft delete rule` knows it. */
  handle: z.int(),
  /** In the words of the program that it was written with. */
  text: z.string(),
  family: z.union([z.literal(4), z.literal(6)]).optional(),
  conditions: z.array(conditionSchema),
  /** It asks for more than the conditions say: a packet that meets them all may or may not match. */
  unclear: z.literal(true).optional(),
  /** `next` only counts, logs or marks. `translate` is NAT whose result is not understood, `unknown` any other verdict that is not. */
  verdict: z.enum([
    'accept',
    'drop',
    'reject',
    'return',
    'jump',
    'goto',
    'next',
    'untrack',
    'masquerade',
    'snat',
    'dnat',
    'translate',
    'unknown',
  ]),
  /** The chain that a jump leads to, or the address that NAT writes. */
  to: z.string().optional(),
  /** The port that DNAT writes. */
  port: z.int().optional(),
})

export const foreignChainSchema = z.object({
  family: z.enum(['ip', 'ip6', 'inet']),
  table: z.string(),
  name: z.string(),
  /** Of a base chain, as are `type`, `priority` and `policy`. */
  hook: z.enum(['prerouting', 'input', 'forward', 'output', 'postrouting']).optional(),
  type: z.enum(['filter', 'nat', 'route']).optional(),
  priority: z.int().optional(),
  policy: z.enum(['accept', 'drop']).optional(),
  rules: z.array(foreignRuleSchema),
  /** How many further rules it has, which were too many to keep. */
  more: z.int().optional(),
})

export type ForeignCondition = z.infer<typeof conditionSchema>
export type ForeignRule = z.infer<typeof foreignRuleSchema>
export type ForeignChain = z.infer<typeof foreignChainSchema>
