import type { ForeignChain, ForeignRule } from '../state/foreign'
import { type HookPacket, type Match, ruleMatches } from './condition'

/** A rule of others, or a chain's policy where there is no rule. */
export interface Place {
  chain: ForeignChain
  rule?: ForeignRule
}

/** What a rule that is not understood may do to a packet. */
export interface Doubt extends Place {
  may: 'stop' | 'translate'
}

/** What a base chain makes of a packet. */
export interface Outcome {
  /** Absent where it lets the packet on. */
  stop?: Place & { action: 'drop' | 'reject' }
  /** NAT that certainly applies. */
  translate?: ForeignRule
  /** Whether conntrack is not to look at the packet; absent where nothing says so. */
  untracked?: Exclude<Match, 'no'>
  /** In the order in which the packet comes to them. */
  doubts: Doubt[]
}

/** Chains of chains end somewhere; the kernel allows 16 (NFT_JUMP_STACK_SIZE). */
const MAX_DEPTH = 16

type End = 'accept' | 'return' | 'stop'

/** Walks one base chain for one packet. */
class Walk {
  readonly outcome: Outcome = { doubts: [] }
  /** False once a rule may have let the packet out of the base chain. */
  private sure = true

  constructor(
    private readonly chains: readonly ForeignChain[],
    private readonly packet: HookPacket,
  ) {}

  base(chain: ForeignChain): void {
    if (this.chain(chain, true, 0) === 'return' && chain.policy === 'drop') this.end({ chain }, 'drop', this.sure)
  }

  /**
   * One chain from its first rule. `certain`: the packet comes here, whatever it is that is not understood. What it returns holds if the packet
   * did come here.
   */
  private chain(chain: ForeignChain, certain: boolean, depth: number): End {
    // Whether the packet is still in this chain, given that it came here.
    let here = true
    for (const rule of chain.rules) {
      const match = ruleMatches(rule, this.packet)
      if (match === 'no') continue
      const sure = certain && here && this.sure
      const end = this.verdict({ chain, rule }, match === 'yes' && sure, depth)
      if (end === undefined) continue
      if (match === 'yes' && here) return end
      if (end === 'accept') this.sure = false
      // Nothing gets past it here; what may have left the chain before goes on where the chain was called.
      if (match === 'yes') return 'return'
      if (end === 'return') here = false
    }
    if (chain.more !== undefined) {
      this.outcome.doubts.push({ chain, may: 'stop' })
      this.sure = false
    }
    return 'return'
  }

  /** What a rule does to a packet that it matches, `sure` or perhaps; undefined when the next rule is asked. */
  private verdict({ chain, rule }: Required<Place>, sure: boolean, depth: number): End | undefined {
    switch (rule.verdict) {
      case 'accept':
      case 'return':
        return rule.verdict
      case 'drop':
      case 'reject':
        this.end({ chain, rule }, rule.verdict, sure)
        return 'stop'
      case 'jump':
      case 'goto': {
        const to = this.chains.find(
          ({ family, table, name }) => family === chain.family && table === chain.table && name === rule.to,
        )
        if (!to || depth >= MAX_DEPTH) return rule.verdict === 'goto' ? 'return' : undefined
        const end = this.chain(to, sure, depth + 1)
        if (end !== 'return') return end
        return rule.verdict === 'goto' ? 'return' : undefined
      }
      case 'untrack':
        if (this.outcome.untracked !== 'yes') this.outcome.untracked = sure ? 'yes' : 'maybe'
        return undefined
      case 'next':
        return undefined
      case 'unknown':
        this.outcome.doubts.push({ chain, rule, may: 'stop' })
        // It may as well let the packet on.
        this.sure = false
        return undefined
      default:
        if (sure && rule.verdict !== 'translate') this.outcome.translate = rule
        else this.outcome.doubts.push({ chain, rule, may: 'translate' })
        return 'accept'
    }
  }

  private end(place: Place, action: 'drop' | 'reject', sure: boolean): void {
    if (sure) this.outcome.stop = { ...place, action }
    else this.outcome.doubts.push({ ...place, may: 'stop' })
  }
}

/** What a base chain of others makes of a packet; `chains` are all of its namespace. */
export function walkChain(chains: readonly ForeignChain[], base: ForeignChain, packet: HookPacket): Outcome {
  const walk = new Walk(chains, packet)
  walk.base(base)
  return walk.outcome
}

/** The base chains at a hook that see packets of this family, in the kernel's order (nft(8), priority). */
export function chainsAt(chains: readonly ForeignChain[], hook: ForeignChain['hook'], family: 4 | 6): ForeignChain[] {
  const other = family === 4 ? 'ip6' : 'ip'
  return chains
    .filter((chain) => chain.hook === hook && chain.family !== other)
    .sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0))
}
