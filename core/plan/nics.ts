import { HOST } from '../lab/ids'
import type { HostRecord, NicRecord } from '../state/host-record'
import type { Desired, DesiredLink, DesiredNic } from './desired'
import type { PlanDraft } from './draft'
import { findLink, type Kernel, type KernelLink, type KernelRoute, setMaster } from './kernel'
import type { Op } from './ops'

/**
 * Interfaces of this computer that a lab makes ports of its bridges. They are not ours: what they had goes on record, is carried to the
 * bridge in one step, and comes back when the lab no longer wants them there.
 */

type NicOp = Extract<Op, { op: 'nic-attach' | 'nic-detach' }>
type NicRoute = NicOp['routes'][number]
/** rtm_protocol of the routes that the kernel adds with an address. */
const KERNEL = 2

/** The interfaces that a lab had made ports of when its computer looked like this. */
export function recordedNics(record: HostRecord | undefined, lab: string): DesiredNic[] {
  return (record?.nics ?? [])
    .filter((nic) => nic.lab === lab)
    .map(({ name, bridge }) => ({ name, bridge, element: { kind: 'interface', node: HOST, name } }))
}

function recordOf(kernel: Kernel, lab: string, name: string): NicRecord | undefined {
  return kernel.record?.nics?.find((nic) => nic.lab === lab && nic.name === name)
}

/** What an interface carries that a port does not: every address but the link-local ones that the kernel gives each IPv6 interface. */
function carriedAddresses(link: KernelLink): string[] {
  return [...link.addresses.values()].filter(({ scope }) => scope !== 'link').map(({ address }) => address)
}

function carriedRoutes(link: KernelLink): NicRoute[] {
  return link.netns.routes
    .filter((route) => route.dev === link && route.protocol !== KERNEL)
    .map(({ family, to, via, metric }) => ({ family, to, ...(via !== undefined && { via }), metric }))
}

/** The bridges of a lab with what its ports bring along: their addresses, and the MAC that others know this computer by. */
export function withCarried(desired: Desired, kernel: Kernel, links: readonly DesiredLink[]): DesiredLink[] {
  return links.map((link) => {
    const nics = desired.nics.filter(({ bridge }) => link.kind === 'bridge' && bridge === link.name)
    if (nics.length === 0) return link
    const addresses = [...link.addresses]
    let { mac, mtu } = link
    for (const { name } of nics) {
      const found = findLink(kernel, HOST, name)
      const record = recordOf(kernel, desired.lab, name)
      for (const address of record?.addresses ?? (found ? carriedAddresses(found) : []))
        if (!addresses.includes(address)) addresses.push(address)
      mac ??= found?.mac
      if (found?.mtu !== undefined && mtu !== undefined) mtu = Math.min(mtu, found.mtu)
    }
    return { ...link, addresses, ...(mac !== undefined && { mac }), ...(mtu !== undefined && { mtu }) }
  })
}

/** Whether an address is on its way to this bridge with an interface, and so needs no step of its own. */
export function comesWithNic(draft: PlanDraft, link: DesiredLink, address: string): boolean {
  return draft.desired.nics.some(({ name, bridge }) => {
    const nic = bridge === link.name && link.netns === HOST ? findLink(draft.kernel, HOST, name) : undefined
    return nic?.addresses.has(address) === true
  })
}

/** Why an interface cannot become a port; the code of the diagnostic. */
export function nicProblem(
  draft: PlanDraft,
  nic: DesiredNic,
): 'nic-in-sandbox' | 'nic-missing' | 'nic-ours' | 'nic-taken' | undefined {
  const { kernel, desired } = draft
  if (!kernel.record) return 'nic-in-sandbox'
  const found = findLink(kernel, HOST, nic.name)
  if (!found) return 'nic-missing'
  if (found.owner) return 'nic-ours'
  const mine = recordOf(kernel, desired.lab, nic.name) !== undefined
  return found.master && !mine ? 'nic-taken' : undefined
}

/** Gives back the interfaces that the lab no longer makes ports of that bridge. */
export function detachNics(draft: PlanDraft): void {
  const { kernel, desired } = draft
  for (const record of kernel.record?.nics ?? []) {
    if (record.lab !== desired.lab) continue
    const found = findLink(kernel, HOST, record.name)
    const wanted = desired.nics.find(({ name }) => name === record.name)
    if (!found || (wanted && isPortOf(draft, found, wanted)) || isAsRecorded(found, record)) continue
    const { name, bridge, addresses, routes } = record
    const op: NicOp = { op: 'nic-detach', netns: HOST, name, bridge: found.master?.name ?? bridge, addresses, routes }
    const element = { kind: 'interface', node: HOST, name } as const
    draft.step('change', op, [element, { kind: 'node', node: bridge }], 'nic-left', { name, bridge: op.bridge })
  }
}

/** The port of the drawn bridge, whatever that is called by now. */
function isPortOf(draft: PlanDraft, found: KernelLink, nic: DesiredNic): boolean {
  const bridge = draft.desired.bridges.find(({ name }) => name === nic.bridge)
  const master = bridge && (draft.linkOf(bridge) ?? findLink(draft.kernel, HOST, nic.bridge))
  return master !== undefined && found.master === master
}

function isAsRecorded(found: KernelLink, record: NicRecord): boolean {
  if (found.master?.name === record.bridge) return false
  if (record.addresses.some((address) => !found.addresses.has(address))) return false
  const routes = carriedRoutes(found)
  return record.routes.every((route) => routes.some((other) => sameRoute(route, other)))
}

function sameRoute(a: NicRoute, b: NicRoute | KernelRoute): boolean {
  return a.family === b.family && a.to === b.to && a.via === b.via && a.metric === b.metric
}

/** Makes interfaces ports, with all that they carry; their bridge is up by now. */
export function attachNics(draft: PlanDraft): void {
  for (const nic of draft.desired.nics) {
    const { name, bridge, element } = nic
    const found = findLink(draft.kernel, HOST, name)
    if (!found || nicProblem(draft, nic) || !findLink(draft.kernel, HOST, bridge)) continue
    const addresses = carriedAddresses(found)
    if (isPortOf(draft, found, nic) && addresses.length === 0) continue
    const op: NicOp = { op: 'nic-attach', netns: HOST, name, bridge, addresses, routes: carriedRoutes(found) }
    const code = addresses.length > 0 ? 'nic-drawn' : 'nic-drawn-bare'
    draft.step('change', op, [element, { kind: 'node', node: bridge }], code, { name, bridge, addresses: addresses.join(', ') })
  }
}

/** What the two operations do to the imagined kernel. */
export function applyNicOp(kernel: Kernel, op: NicOp): void {
  const nic = findLink(kernel, HOST, op.name)
  const bridge = findLink(kernel, HOST, op.bridge)
  if (!nic) return
  const [from, to] = op.op === 'nic-attach' ? [nic, bridge] : [bridge, nic]
  for (const address of op.addresses) {
    const held = from?.addresses.get(address)
    from?.addresses.delete(address)
    to?.addresses.set(address, held ?? { address, scope: 'global', automatic: false })
  }
  const { netns } = nic
  const moved = (route: KernelRoute) => route.dev === from && op.routes.some((other) => sameRoute(other, route))
  const lost = (route: KernelRoute) => route.dev === from && route.protocol === KERNEL
  netns.routes = netns.routes
    .filter((route) => !lost(route))
    .map((route) => (from && moved(route) ? { ...route, ...(to && { dev: to }) } : route))
  if (op.op === 'nic-attach') nic.up = true
  setMaster(kernel, nic, op.op === 'nic-attach' ? bridge : undefined)
}
