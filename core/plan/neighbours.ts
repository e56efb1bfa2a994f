import type { ElementRef } from '../lab/element'
import type { Neighbour } from '../lab/schema'
import { addressOf, addressText, parseMac } from '../net/address'
import { ROUTE_PROTOCOL } from '../state/owner'
import { isSharedNetns } from '../state/shared'
import type { DesiredLink, DesiredNetns } from './desired'
import type { KernelLink, KernelNeighbour, KernelNetns } from './kernel'

/** A neighbour as it is to be written down, in canonical form. */
export interface DesiredNeighbour {
  dev: string
  address: string
  mac: string
  element: ElementRef
}

/** The neighbours of a node; what cannot be read is left out (the checks name it), and so is a second MAC for one address. */
export function desiredNeighbours(list: readonly Neighbour[], element: ElementRef): DesiredNeighbour[] {
  const wanted = new Map<string, DesiredNeighbour>()
  for (const { dev, address: text, mac: written } of list) {
    const address = addressOf(text)
    const read = parseMac(written)
    if (!address || typeof read === 'string' || dev === 'lo') continue
    const key = `${dev} ${addressText(address)}`
    if (!wanted.has(key)) wanted.set(key, { dev, address: addressText(address), mac: read.mac, element })
  }
  return [...wanted.values()]
}

/** Whether an entry is one that we may change: on `host` and in containers only those with our protocol, in our own namespaces every permanent one. */
export function isOurNeighbour({ protocol, dev }: KernelNeighbour, netns: string, lab: string): boolean {
  if (!isSharedNetns(netns)) return true
  return protocol === ROUTE_PROTOCOL && (dev.owner === undefined || dev.owner.lab === lab)
}

/** Whether an entry has the place of the wanted one; writing that replaces it. */
export function sameNeighbour(wanted: DesiredNeighbour, found: KernelNeighbour, dev: KernelLink | undefined): boolean {
  return dev !== undefined && found.dev === dev && found.address === wanted.address
}

/** The imagined kernel takes an entry, in the place of whatever had it. */
export function writeNeighbour(netns: KernelNetns, dev: KernelLink, address: string, mac: string): void {
  const others = netns.neighbours.filter((other) => other.dev !== dev || other.address !== address)
  netns.neighbours = [...others, { address, mac, dev, protocol: ROUTE_PROTOCOL }]
}

/** Finds the wanted entries of a namespace, each with what the kernel has in its place. */
export function wantedNeighbours(
  netns: DesiredNetns,
  found: KernelNetns,
  linkOf: (link: DesiredLink) => KernelLink | undefined,
): { wanted: DesiredNeighbour; dev: KernelLink | undefined; held: KernelNeighbour | undefined }[] {
  const drawn = new Map(netns.links.map((link) => [link.name, link]))
  return netns.neighbours.map((wanted) => {
    const link = drawn.get(wanted.dev)
    const dev = link ? linkOf(link) : found.links.get(wanted.dev)
    return { wanted, dev, held: found.neighbours.find((one) => sameNeighbour(wanted, one, dev)) }
  })
}

/** The entries of ours that nothing wants. */
export function surplusNeighbours(
  netns: DesiredNetns,
  found: KernelNetns,
  lab: string,
  linkOf: (link: DesiredLink) => KernelLink | undefined,
): KernelNeighbour[] {
  if (found.neighbours.length === 0) return []
  const kept = new Set(wantedNeighbours(netns, found, linkOf).map(({ held }) => held))
  return found.neighbours.filter((one) => isOurNeighbour(one, found.name, lab) && !kept.has(one))
}

/** An entry as `ip neigh` would take it. */
export function neighbourText({ address, mac, dev }: { address: string; mac?: string; dev: string }): string {
  return `${address} lladdr ${mac ?? '?'} dev ${dev}`
}
