import * as z from 'zod'

/** What a rule that lets packets through asks of them; nothing asked is any. Names may end with `*`. */
const passSchema = z.object({
  in: z.string().optional(),
  out: z.string().optional(),
  source: z.string().optional(),
  destination: z.string().optional(),
})

/** A chain that forwarded packets pass and that drops, at its end, what no rule let through. */
export const dropChainSchema = z.object({
  /** The program that its rules are written with. */
  tool: z.enum(['nft', 'iptables', 'ip6tables', 'iptables-legacy', 'ip6tables-legacy']),
  /** nft's: ip, ip6 or inet. */
  family: z.enum(['ip', 'ip6', 'inet']),
  table: z.string(),
  chain: z.string(),
  /** What drops: the chain's policy, or a last rule that asks nothing. */
  by: z.enum(['policy', 'rule']),
  /** Docker's place for the rules of others, where there is one. */
  userChain: z.string().optional(),
  passes: z.array(passSchema).max(2000),
})

const moduleState = z.enum(['present', 'loadable', 'absent', 'unknown'])

/** The kernel features that labs need. */
export const FEATURES = ['veth', 'bridge', 'nf_tables', 'nft_chain_nat'] as const

/** What a machine is like, beyond its state: read, never changed. */
export const hostFactsSchema = z.object({
  dropChains: z.array(dropChainSchema),
  /** The older iptables holds rules, which nft does not show: how many, by program. */
  legacyRules: z.record(z.string(), z.int()),
  /** `net.bridge.bridge-nf-call-*`: absent where br_netfilter is not loaded. */
  bridgeCalls: z.object({ ip: z.boolean().optional(), ip6: z.boolean().optional() }),
  /** `net.ipv4.conf.*.rp_filter` by interface; `all` and `default` among them. */
  rpFilter: z.record(z.string(), z.int()),
  /** Absolute path, or null where it is not installed. */
  tools: z.record(z.string(), z.string().nullable()),
  features: z.partialRecord(z.enum(FEATURES), moduleState),
  /** What systemd-networkd would do with a new link, in the order in which it looks; absent where it does not run. */
  networkd: z
    .array(
      z.object({
        file: z.string(),
        names: z.array(z.string()),
        kinds: z.array(z.string()),
        types: z.array(z.string()),
        unmanaged: z.boolean(),
      }),
    )
    .optional(),
  /** What NetworkManager leaves alone (`unmanaged-devices`, NetworkManager.conf(5)); absent where it does not run. */
  networkManager: z.object({ unmanaged: z.array(z.string()) }).optional(),
})

export type Pass = z.infer<typeof passSchema>
export type DropChain = z.infer<typeof dropChainSchema>
export type HostFacts = z.infer<typeof hostFactsSchema>
