import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import type { HostRecord } from '../state/host-record'
import type { NetnsState } from '../state/state'
import { DEFAULT_METRIC } from './desired'
import type { Op } from './ops'

type RecordedRoute = HostRecord['routes'][number]
type RouteOp = Extract<Op, { op: 'route-add' | 'route-delete' }>

function sameRoute(route: RecordedRoute, op: Omit<RouteOp, 'op'>): boolean {
  if ((route.netns ?? HOST) !== op.netns) return false
  const metric = ({ metric, family }: Pick<RecordedRoute, 'metric' | 'family'>) => metric ?? DEFAULT_METRIC[family]
  if (route.family !== op.family || route.to !== op.to || route.via !== op.via || metric(route) !== metric(op)) return false
  return route.dev === undefined || op.dev === undefined || route.dev === op.dev
}

/** Which lab a route of the root namespace or of a container is recorded for; undefined when for none. */
export function recordedLab(record: HostRecord, route: Omit<RouteOp, 'op'>): string | undefined {
  return record.routes.find((known) => sameRoute(known, route))?.lab
}

/** Whether this lab gave an interface that is not ours this address. */
export function gaveAddress(record: HostRecord, lab: string, dev: string, address: string): boolean {
  return record.addresses.some((known) => known.lab === lab && known.dev === dev && known.address === address)
}

/**
 * What has to be on record before the first of a lab's steps is made: everything that they will change of a root namespace that
 * is not ours, with what it is now. Nothing is taken off the record yet.
 */
export function recordAhead(record: HostRecord, lab: string, ops: readonly Op[], host: NetnsState): HostRecord {
  let { forwarding } = record
  const routes = [...record.routes]
  const nics = [...(record.nics ?? [])]
  const addresses = [...record.addresses]
  const ours = new Set(Object.values(host.links).flatMap((link) => (link.owner ? [link.name] : [])))
  for (const op of ops) {
    if (op.op === 'bridge-add' && op.netns === HOST) ours.add(op.name)
    if (op.op === 'veth-add') for (const end of op.ends) if (end.netns === HOST) ours.add(end.name)
    if (op.op === 'link-rename' && op.netns === HOST && ours.has(op.name)) ours.add(op.to)
    if (op.op === 'link-move' && op.to === HOST) ours.add(op.name)
    if (!('netns' in op) || op.netns !== HOST) continue
    if (op.op === 'forwarding') forwarding ??= { former: host.forwarding, labs: [lab] }
    if (op.op === 'route-add' && recordedLab({ ...record, routes }, op) === undefined) {
      const { family, to, via, dev, metric } = op
      routes.push({
        lab,
        family,
        to,
        ...(via !== undefined && { via }),
        ...(dev !== undefined && { dev }),
        ...(metric !== undefined && { metric }),
      })
    }
    if (op.op === 'nic-attach' && !nics.some((nic) => nic.lab === lab && nic.name === op.name)) {
      const { name, bridge, addresses: carried, routes: through } = op
      const up = Object.values(host.links).some((link) => link.name === name && link.up)
      nics.push({ lab, name, bridge, addresses: carried, routes: through, up })
    }
    if (op.op === 'address-add' && !ours.has(op.dev) && !gaveAddress({ ...record, addresses }, lab, op.dev, op.address))
      addresses.push({ lab, dev: op.dev, address: op.address })
  }
  return { ...record, ...(forwarding && { forwarding }), routes, addresses, ...(nics.length > 0 && { nics }) }
}

/** What a lab wants of the computer itself once it is applied; nothing where it was destroyed. */
function wantedOfHost(document: Lab | undefined): { forwards: boolean; nics: ReadonlySet<string> } {
  const host = document?.nodes[HOST]
  const nics = Object.entries(host?.interfaces ?? {}).flatMap(([name, { bridge }]) => (bridge === undefined ? [] : [name]))
  return { forwards: host?.kind === 'host' && host.forwarding === true, nics: new Set(nics) }
}

/**
 * What stays on record once all of a lab's steps are made. `document`: the lab as it now is; undefined when it was destroyed. A card that
 * it no longer draws needs no step where it is gone, or was given back by hand: what is on record of it says nothing any more then either.
 */
export function recordDone(record: HostRecord, lab: string, ops: readonly Op[], document: Lab | undefined): HostRecord {
  const { forwards, nics: drawn } = wantedOfHost(document)
  let { routes, addresses } = record
  const nics = (record.nics ?? []).filter((nic) => nic.lab !== lab || drawn.has(nic.name))
  for (const op of ops) {
    if (!('netns' in op)) continue
    if (op.op === 'route-delete') routes = routes.filter((route) => route.lab !== lab || !sameRoute(route, op))
    if (op.netns !== HOST) continue
    if (op.op === 'address-delete') addresses = addresses.filter(({ dev, address }) => dev !== op.dev || address !== op.address)
  }
  const { forwarding, nics: _, ...rest } = record
  const others = forwarding?.labs.filter((other) => other !== lab) ?? []
  const labs = forwards ? [...others, lab] : others
  const kept = nics.length > 0 ? { nics } : {}
  return { ...rest, ...kept, ...(forwarding && labs.length > 0 && { forwarding: { ...forwarding, labs } }), routes, addresses }
}
