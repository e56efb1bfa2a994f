import { isContainerNetns } from '../lab/container'
import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import type { GuestRecord, HostRecord } from '../state/host-record'
import { ROUTE_PROTOCOL } from '../state/owner'
import type { MachineState } from '../state/state'
import { DEFAULT_METRIC, type Desired, type DesiredNetns } from './desired'
import type { PlanDraft } from './draft'
import { recordedLab } from './host-record'
import type { Kernel, KernelRoute } from './kernel'
import type { Op } from './ops'

/**
 * What labs change in the namespaces of containers that was there before: routes that theirs take the place of, and forwarding. It goes on
 * record with the namespace that it was read in, and comes back when no lab wants otherwise; what starts again has a namespace of its own.
 */

type RouteAdd = Extract<Op, { op: 'route-add' }>
/** rtm_protocol of the routes that the kernel adds with an address. */
const KERNEL = 2

/** Whether a lab's route may take the place of this one of a container, which comes back afterwards. */
export function isReplaceable(netns: string, route: KernelRoute): boolean {
  return isContainerNetns(netns) && route.protocol !== ROUTE_PROTOCOL && route.protocol !== KERNEL
}

/** What is on record of a lab in a container that has not been started again since. */
function recordsOf(kernel: Kernel, lab: string): GuestRecord[] {
  return (kernel.record?.guests ?? []).filter(
    (guest) => guest.lab === lab && kernel.namespaces.get(guest.netns)?.observed?.inode === guest.inode,
  )
}

/** `desired` with the forwarding that containers had before the lab, where it no longer asks for any. */
export function withGuestForwarding(desired: Desired, kernel: Kernel): Desired {
  const namespaces = new Map(desired.namespaces)
  for (const { netns: name, forwarding } of recordsOf(kernel, desired.lab)) {
    const netns = namespaces.get(name) ?? emptyGuest(name)
    namespaces.set(name, netns.forwarding || !forwarding ? netns : { ...netns, forwarding })
  }
  for (const { lab, netns } of kernel.record?.routes ?? [])
    if (lab === desired.lab && netns !== undefined && kernel.namespaces.has(netns) && !namespaces.has(netns))
      namespaces.set(netns, emptyGuest(netns))
  return { ...desired, namespaces }
}

/** A container of which a lab wants nothing. */
function emptyGuest(name: string): DesiredNetns {
  const element: ElementRef = { kind: 'node', node: name }
  return { name, links: [], routes: [], nat: [], filter: [], neighbours: [], services: [], element, natElements: [] }
}

/** Puts back the routes whose place no route of the lab has any more, once all else is done. */
export function giveBackRoutes(draft: PlanDraft): void {
  const { kernel, desired } = draft
  for (const { netns: name, routes } of recordsOf(kernel, desired.lab)) {
    const netns = kernel.namespaces.get(name)
    const wanted = desired.namespaces.get(name)
    for (const route of routes) {
      const { family, to, via, dev, metric, protocol } = route
      const hasPlace = (other: Pick<KernelRoute, 'family' | 'to' | 'metric'>) =>
        other.family === family && other.to === to && other.metric === metric
      if (!netns || netns.routes.some(hasPlace) || (dev !== undefined && !netns.links.has(dev))) continue
      if (wanted?.routes.some((one) => hasPlace({ ...one, metric: one.metric ?? DEFAULT_METRIC[one.family] }))) continue
      const op: RouteAdd = {
        op: 'route-add',
        netns: name,
        family,
        to,
        ...(via !== undefined && { via }),
        ...(dev !== undefined && { dev }),
        metric,
        protocol,
      }
      const element = wanted?.element ?? { kind: 'node' as const, node: name }
      draft.step('change', op, [element], 'route-given-back', { node: name, to, via: via ?? dev ?? '' })
    }
  }
}

/** What has to be on record of containers before the first of a lab's steps is made there. */
export function guestsAhead(record: HostRecord, lab: string, ops: readonly Op[], before: MachineState['namespaces']): HostRecord {
  const guests = new Map((record.guests ?? []).map((guest) => [`${guest.lab} ${guest.netns}`, guest]))
  const routes = [...record.routes]
  for (const op of ops) {
    if ((op.op !== 'route-add' && op.op !== 'forwarding') || !isContainerNetns(op.netns)) continue
    const observed = before[op.netns]
    if (!observed) continue
    const { netns } = op
    const known = guests.get(`${lab} ${netns}`)
    const guest: GuestRecord = known?.inode === observed.inode ? known : { lab, netns, inode: observed.inode, routes: [] }
    if (op.op === 'forwarding') guests.set(`${lab} ${netns}`, { forwarding: observed.forwarding, ...guest })
    else if (op.protocol === undefined) {
      const metric = op.metric ?? DEFAULT_METRIC[op.family]
      const replaced = observed.routes.filter(
        (route) =>
          route.family === op.family &&
          route.to === op.to &&
          route.metric === metric &&
          isReplaceable(netns, route as KernelRoute),
      )
      const [route] = replaced
      if (route) {
        const { family, to, via, dev, protocol } = route
        const held = { family, to, ...(via !== undefined && { via }), ...(dev !== undefined && { dev }), metric, protocol }
        guests.set(`${lab} ${netns}`, { ...guest, routes: [...guest.routes, held] })
      }
      if (recordedLab({ ...record, routes }, op) === undefined) routes.push(routeRecord(lab, op))
    }
  }
  return { ...record, routes, ...(guests.size > 0 && { guests: [...guests.values()] }) }
}

function routeRecord(lab: string, { netns, family, to, via, dev, metric }: RouteAdd): HostRecord['routes'][number] {
  return {
    lab,
    ...(netns !== HOST && { netns }),
    family,
    to,
    ...(via !== undefined && { via }),
    ...(dev !== undefined && { dev }),
    ...(metric !== undefined && { metric }),
  }
}

/**
 * What stays on record of containers once all of a lab's steps are made: nothing that was put back, and nothing of a lab that is
 * gone (`applied` false).
 */
export function guestsDone(record: HostRecord, lab: string, ops: readonly Op[], applied: boolean): HostRecord {
  const { guests = [], ...rest } = record
  const others = guests.filter((guest) => guest.lab !== lab)
  const kept = applied ? guests.filter((guest) => guest.lab === lab).map((guest) => withoutGivenBack(guest, ops)) : []
  const left = [...others, ...kept.filter((guest) => guest.forwarding || guest.routes.length > 0)]
  const routes = applied ? rest.routes : rest.routes.filter((route) => route.lab !== lab || route.netns === undefined)
  return { ...rest, routes, ...(left.length > 0 && { guests: left }) }
}

function withoutGivenBack(guest: GuestRecord, ops: readonly Op[]): GuestRecord {
  let { routes, forwarding } = guest
  for (const op of ops) {
    if (!('netns' in op) || op.netns !== guest.netns) continue
    if (op.op === 'route-add' && op.protocol !== undefined)
      routes = routes.filter((route) => route.family !== op.family || route.to !== op.to || route.metric !== op.metric)
    if (op.op === 'forwarding' && forwarding && op.on === forwarding.ipv4 && (op.ipv6 ?? op.on) === forwarding.ipv6)
      forwarding = undefined
  }
  const { forwarding: _, ...rest } = guest
  return { ...rest, routes, ...(forwarding && { forwarding }) }
}
