import type { NatOpRule } from '../plan/ops'
import type { ForeignRule } from '../state/foreign'
import type { NetnsState } from '../state/state'
import { canonical, familyOf, inCidr, sourceAddress } from './lookup'
import type { Hop, Packet, Question, Translation, Way } from './packet'
import { linkByName } from './segment'

/** Gives the request another target, and notes what an answer's source will stand for. */
function redirect(
  packet: Packet,
  netns: string,
  to: string,
  port: number | undefined,
  hop: Hop,
  translations: Translation[],
): void {
  translations.push({ netns, of: 'target', seen: to, original: packet.target, originalPort: packet.port })
  packet.target = to
  packet.port = packet.port === undefined ? undefined : (port ?? packet.port)
  hop.translated = 'dnat'
}

/** Gives the request another source, and notes what an answer's target will stand for. */
function disguise(
  packet: Packet,
  netns: string,
  seen: string,
  type: 'masquerade' | 'snat',
  hop: Hop,
  translations: Translation[],
): void {
  if (packet.source === undefined) return
  translations.push({ netns, of: 'source', seen, original: packet.source })
  packet.source = seen
  hop.translated = type
}

/** Our own port forwardings; true when one applied. */
export function applyDnat(
  rules: readonly NatOpRule[],
  way: Way,
  netns: string,
  packet: Packet,
  cameIn: string,
  hop: Hop,
): boolean {
  const { transport }: Question = way.question
  for (const rule of rules) {
    if (rule.type !== 'dnat' || transport?.protocol !== rule.protocol || packet.port !== rule.port) continue
    if (rule.in !== undefined && rule.in !== cameIn) continue
    if (rule.destination !== undefined && !inCidr(packet.target, rule.destination)) continue
    if (familyOf(packet.target) !== rule.family) continue
    redirect(packet, netns, rule.to, rule.toPort, hop, way.translations)
    return true
  }
  return false
}

/** Our own masquerading and source NAT; true when one applied. */
export function applySource(
  rules: readonly NatOpRule[],
  way: Way,
  netns: NetnsState,
  packet: Packet,
  out: string,
  hop: Hop,
  next: string,
): boolean {
  const { source } = packet
  if (source === undefined) return false
  for (const rule of rules) {
    if (rule.type === 'dnat') continue
    if (rule.out !== undefined && rule.out !== out) continue
    if (rule.source !== undefined && !inCidr(source, rule.source)) continue
    if (rule.family !== 'any' && familyOf(source) !== rule.family) continue
    if (rule.except.some((cidr) => inCidr(packet.target, cidr))) continue
    const seen = rule.type === 'snat' ? rule.to : masqueraded(netns, out, next)
    if (seen !== undefined) disguise(packet, netns.name, seen, rule.type, hop, way.translations)
    return true
  }
  return false
}

function masqueraded(netns: NetnsState, out: string, next: string): string | undefined {
  const link = linkByName(netns, out)
  return link && sourceAddress(netns, link, next)
}

/** NAT by a rule of others that certainly applies. `next`: the next hop, where the way out is known. */
export function applyForeign(
  rule: ForeignRule,
  way: Way,
  netns: NetnsState,
  packet: Packet,
  out: string | undefined,
  hop: Hop,
  next: string,
): void {
  const { verdict, to, port } = rule
  if (verdict === 'dnat' && to !== undefined) redirect(packet, netns.name, to, port, hop, way.translations)
  if (verdict === 'snat' && to !== undefined) disguise(packet, netns.name, to, 'snat', hop, way.translations)
  if (verdict !== 'masquerade' || out === undefined) return
  const seen = masqueraded(netns, out, next)
  if (seen !== undefined) disguise(packet, netns.name, seen, 'masquerade', hop, way.translations)
}

/** What NAT did to the request it undoes for the answer: its target as it comes in, its source as it leaves. */
export function undo(way: Way, netns: string, hook: 'prerouting' | 'postrouting', packet: Packet): void {
  const { translations } = way
  if (hook === 'prerouting') {
    const done = translations.findLast(
      (entry) => entry.netns === netns && entry.of === 'source' && canonical(entry.seen) === canonical(packet.target),
    )
    if (done) packet.target = done.original
    return
  }
  const { source } = packet
  if (source === undefined) return
  const done = translations.findLast(
    (entry) => entry.netns === netns && entry.of === 'target' && canonical(entry.seen) === canonical(source),
  )
  if (!done) return
  packet.source = done.original
  packet.port = done.originalPort
}
