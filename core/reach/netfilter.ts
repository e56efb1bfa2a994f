import type { FilterChainName } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import type { ForeignChain } from '../state/foreign'
import type { NetnsState } from '../state/state'
import type { StopCode } from '../text/reach.en'
import type { HookPacket } from './condition'
import { type FilteredPacket, type Verdict, verdictOf } from './filter'
import { chainsAt, type Doubt, type Outcome, type Place, walkChain } from './foreign'
import { familyOf, localLink } from './lookup'
import { applyDnat, applyForeign, applySource, undo } from './nat'
import type { Hop, Packet, Stop, Way } from './packet'

/** Where in a namespace a packet is. */
export interface Passage {
  netns: NetnsState
  hop: Hop
  packet: Packet
  in?: string
  out?: string
  /** The next hop's address, where the way out is known. */
  next?: string
}

export type Hook = NonNullable<ForeignChain['hook']>

/** Where conntrack, its NAT, and our filter stand in a hook's order (nft(8), standard priorities). */
const CONNTRACK = -200
const NAT = { prerouting: -100, output: -100, postrouting: 100, input: 100, forward: 0 } as const
const FILTER = 0
/** What the kernel gives to a connection that asks for no port of its own (ip-sysctl, ip_local_port_range). */
const EPHEMERAL = { from: 32768, to: 60999 }

/** Why the packet ends, for `core/text/reach`. */
export interface Refusal {
  code: StopCode
  params: Stop['params']
}

/**
 * Takes a packet through one netfilter hook of a namespace: the base chains of others and our own in the order of their priorities, and NAT,
 * which changes the packet. A drop ends it, whatever the chains after it say; to be accepted by one chain is only to go on to the next.
 */
export function passHook(way: Way, hook: Hook, at: Passage): Refusal | undefined {
  const { netns, packet } = at
  const chains = netns.foreignChains ?? []
  // What NAT has done to a request at this hook, no later chain of NAT does again.
  let translated = false
  const own = (): Refusal | undefined => {
    // NAT is conntrack's: what that does not look at, it leaves as it is.
    if (untracked(way, netns.name) === 'yes') return undefined
    if (way.direction === 'reply') {
      if (hook === 'prerouting' || hook === 'postrouting') undo(way, netns.name, hook, packet)
    } else if (!translated) translated = ownNat(way, hook, at)
    return undefined
  }
  const steps: { priority: number; pass: () => Refusal | undefined }[] = [
    { priority: NAT[hook], pass: own },
    { priority: FILTER, pass: () => ownFilter(way, hook, at) },
    ...chainsAt(chains, hook, familyOf(packet.target)).map((chain) => ({
      priority: chain.priority ?? 0,
      pass: () => {
        // The first packet of a connection alone is shown to NAT, and what stays in its namespace only as it is sent.
        const past =
          translated ||
          untracked(way, netns.name) === 'yes' ||
          way.direction === 'reply' ||
          at.in === 'lo' ||
          (hook === 'postrouting' && at.out === 'lo')
        if (chain.type === 'nat' && past) return undefined
        const seen = hookPacket(way, hook, at, chain.priority ?? 0)
        const outcome = seen && walkChain(chains, chain, seen)
        if (!outcome) return undefined
        if (outcome.translate) {
          applyForeign(outcome.translate, way, netns, packet, at.out, at.hop, at.next ?? packet.target)
          translated = true
        }
        return concluded(way, at, outcome)
      },
    })),
  ]
  for (const { pass } of steps.sort((a, b) => a.priority - b.priority)) {
    const refusal = pass()
    if (refusal) return refusal
  }
  return undefined
}

function ownNat(way: Way, hook: Hook, { netns, packet, hop, in: cameIn, out, next }: Passage): boolean {
  const rules = way.nat[netns.name] ?? []
  // What a namespace sends to itself has had its chance of NAT as it was sent.
  if (hook === 'prerouting' && cameIn !== undefined && cameIn !== 'lo')
    return applyDnat(rules, way, netns.name, packet, cameIn, hop)
  // What stays in a namespace comes back to it, whatever it is called meanwhile.
  if (hook !== 'postrouting' || out === undefined || out === 'lo') return false
  return applySource(rules, way, netns, packet, out, hop, next ?? packet.target)
}

function isFilterChain(hook: Hook): hook is FilterChainName {
  return FILTER_CHAINS.some((chain) => chain === hook)
}

function ownFilter(way: Way, hook: Hook, { netns, packet, in: cameIn, out }: Passage): Refusal | undefined {
  const { source, target, port } = packet
  if (!isFilterChain(hook) || source === undefined) return undefined
  const { transport } = way.question
  const seen: FilteredPacket = {
    source,
    target,
    state: connectionState(way, netns.name) ?? (way.direction === 'request' ? 'new' : 'established'),
    // An answer's destination port is the one that the kernel chose for the question, which no rule of ours names.
    ...(transport && { transport: { protocol: transport.protocol, port: way.direction === 'request' ? (port ?? 0) : 0 } }),
    ...(cameIn !== undefined && { in: cameIn }),
    ...(out !== undefined && { out }),
  }
  let verdict: Verdict | undefined
  for (const table of way.filter[netns.name] ?? []) verdict ??= verdictOf(table, hook, seen)
  if (!verdict) return undefined
  const { rule, action } = verdict
  if (rule === undefined) return { code: 'filter-policy', params: { chain: hook } }
  return { code: action === 'drop' ? 'filter-drop' : 'filter-reject', params: { chain: hook, rule } }
}

function untracked({ direction, untracked: kept }: Way, netns: string): 'yes' | 'maybe' | undefined {
  return kept.get(`${direction} ${netns}`)
}

/** An answer belongs to a connection only where the request came by. Undefined where that cannot be told. */
function connectionState(way: Way, netns: string): 'new' | 'established' | 'invalid' | 'untracked' | undefined {
  const { direction, seen, question } = way
  const kept = untracked(way, netns)
  if (kept) return kept === 'yes' ? 'untracked' : undefined
  if (direction === 'request') return 'new'
  if (way.untracked.has(`request ${netns}`)) return undefined
  if (seen.has(netns)) return 'established'
  return question.transport?.protocol === 'udp' ? 'new' : 'invalid'
}

/** The packet as a chain of this priority sees it. */
function hookPacket(way: Way, hook: Hook, at: Passage, priority: number): HookPacket | undefined {
  const { source, target, port } = at.packet
  if (source === undefined) return undefined
  const family = familyOf(target)
  const { transport } = way.question
  const request = way.direction === 'request'
  const service = port === undefined ? EPHEMERAL : { from: port, to: port }
  // Before conntrack has looked at it, a packet belongs to nothing; within a namespace it keeps what conntrack said as it left.
  const unseen = (hook === 'prerouting' || hook === 'output') && priority <= CONNTRACK
  const early = at.in === 'lo' || priority === CONNTRACK ? undefined : ('invalid' as const)
  const state = unseen && !untracked(way, at.netns.name) ? early : connectionState(way, at.netns.name)
  return {
    family,
    source,
    target,
    protocol: transport?.protocol ?? (family === 4 ? 'icmp' : 'icmpv6'),
    ...(transport
      ? { sourcePort: request ? EPHEMERAL : service, port: request ? service : EPHEMERAL }
      : { icmpType: request ? ('echo-request' as const) : ('echo-reply' as const) }),
    ...(at.in !== undefined && { in: at.in }),
    ...(at.out !== undefined && { out: at.out }),
    ...(state !== undefined && { state }),
    local: localLink(at.netns, target) !== undefined,
  }
}

/** What a chain of others decided, with its doubts noted. */
function concluded(way: Way, at: Passage, outcome: Outcome): Refusal | undefined {
  const { direction } = way
  const netns = at.netns.name
  if (outcome.untracked && untracked(way, netns) !== 'yes') way.untracked.set(`${direction} ${netns}`, outcome.untracked)
  for (const doubt of outcome.doubts) {
    const refusal = { code: doubtCode(doubt), params: placeParams(doubt, netns) }
    const noted = way.doubts.some(
      (one) =>
        one.direction === direction &&
        one.netns === netns &&
        one.params.see === refusal.params.see &&
        one.params.rule === refusal.params.rule,
    )
    if (!noted) way.doubts.push({ ...refusal, direction, netns, params: { netns, to: at.packet.target, ...refusal.params } })
  }
  const { stop } = outcome
  if (!stop) return undefined
  const code = stop.rule ? (stop.action === 'drop' ? 'foreign-drop' : 'foreign-reject') : 'foreign-policy'
  return { code, params: placeParams(stop, netns) }
}

function doubtCode({ rule, chain, may }: Doubt): StopCode {
  if (may === 'translate') return 'foreign-may-translate'
  if (rule) return 'foreign-may-stop'
  return chain.more === undefined ? 'foreign-may-policy' : 'foreign-may-more'
}

const IPTABLES = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])

/** Table, chain, rule, and the command that shows them. */
function placeParams({ chain, rule }: Place, netns: string): Stop['params'] {
  const { family, table, name } = chain
  const byIptables = family !== 'inet' && IPTABLES.has(table)
  const program = family === 'ip' ? 'iptables' : 'ip6tables'
  const see = byIptables
    ? `${program} ${table === 'filter' ? '' : `-t ${table} `}-nvL ${name} --line-numbers`
    : `nft -a list chain ${family} ${table} ${name}`
  return {
    netns,
    table: `${family} ${table}`,
    chain: name,
    see,
    ...(rule && { rule: rule.text, at: rule.at, handle: rule.handle }),
    ...(chain.more !== undefined && { more: chain.more }),
  }
}
