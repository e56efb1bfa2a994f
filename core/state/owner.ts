import type { Owner } from './state'

const PREFIX = 'netloom'

/** The link group that everything we create carries; the only tag that the kernel sets atomically at create (kernel-notes). */
export const LINK_GROUP = 188
/** rtm_protocol of the routes that we write. Not 188, which is OSPF's (linux/rtnetlink.h, RTPROT_OSPF): a router's own routes would pass for ours. */
export const ROUTE_PROTOCOL = 222

/** The ifalias that says who owns a link: `netloom:LAB:END:ID`; END is `0`, `1` or `-` for a bridge. At most 255 bytes (IFALIASZ). */
export function ownerAlias(owner: Owner): string {
  return `${PREFIX}:${owner.lab}:${owner.end ?? '-'}:${owner.id}`
}

/** Reads an ifalias back, or undefined when it is not one of ours. A mark without the group is a copy and does not count: see `linkOwner`. */
export function parseOwnerAlias(alias: string): Owner | undefined {
  const match = /^netloom:([a-z0-9][a-z0-9-]{0,39}):([01-]):(.+)$/u.exec(alias)
  if (!match) return undefined
  const [, lab, end, id] = match as unknown as [string, string, string, string]
  return end === '-' ? { lab, id } : { lab, id, end: end === '0' ? 0 : 1 }
}

/** The owner of a link by both of its marks, alias and group. */
export function linkOwner(alias: string | undefined, group: number): Owner | undefined {
  return alias !== undefined && group === LINK_GROUP ? parseOwnerAlias(alias) : undefined
}

/** The nft table (family inet) that holds a lab's NAT rules in one namespace. */
export function natTable(lab: string): string {
  return `${PREFIX}-${lab}`
}
