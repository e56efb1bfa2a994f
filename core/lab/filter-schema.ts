import * as z from 'zod'
import { isInterfaceName } from '../net/names'
import { FILTER_ACTIONS, type FILTER_CHAINS, FILTER_PROTOCOLS, FILTER_STATES } from './filter-words'
import { LIMITS } from './limits'

/** The packet filter of a host or namespace: three chains on the kernel's hooks, each with a policy and rules. */

const interfaceName = z.string().refine(isInterfaceName, { error: 'bad-interface-name' })
const network = z.string().max(64)
const state = z.enum(FILTER_STATES)

export const filterRuleSchema = z.strictObject({
  action: z.enum(FILTER_ACTIONS),
  in: interfaceName.optional(),
  out: interfaceName.optional(),
  source: network.optional(),
  destination: network.optional(),
  protocol: z.enum(FILTER_PROTOCOLS).optional(),
  port: z.int().min(1).max(65535).optional(),
  state: z.union([state, z.array(state).min(1).max(4)]).optional(),
})

export const filterChainSchema = z.strictObject({
  policy: z.enum(['accept', 'drop']).optional(),
  rules: z.array(filterRuleSchema).max(LIMITS.filterRules).optional(),
})

export const filterSchema = z.strictObject({
  input: filterChainSchema.optional(),
  forward: filterChainSchema.optional(),
  output: filterChainSchema.optional(),
})

export type FilterRule = z.infer<typeof filterRuleSchema>
export type FilterChain = z.infer<typeof filterChainSchema>
export type Filter = z.infer<typeof filterSchema>
export type FilterChainName = (typeof FILTER_CHAINS)[number]
