import { type ElementRef, elementKey } from '../lab/element'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import type { MachineState } from '../state/state'
import { isTakeable, outOfOrder } from './address-order'
import type { DesiredLink, DesiredNetns, DesiredRoute } from './desired'
import { PlanDraft } from './draft'
import { findLink, type KernelLink, type KernelNetns, type KernelRoute, kernelOf } from './kernel'
import { natLines } from './nat'
import { neighbourText, surplusNeighbours, wantedNeighbours } from './neighbours'
import type { Drift } from './plan'
import { deviceFinder, isOurRoute, isSameRoute } from './routes'
import { isFilterLine, ruleLines, sameRules } from './rules'
import { serviceDrift } from './services'
import { desiredOn } from './shared-host'

/** A route as `ip route` would take it, without its family and protocol. */
export function routeText(route: { to: string; via?: string; dev?: string; metric?: number }): string {
  const via = route.via === undefined ? '' : ` via ${route.via}`
  const dev = route.dev === undefined ? '' : ` dev ${route.dev}`
  return `${route.to}${via}${dev}${route.metric ? ` metric ${route.metric}` : ''}`
}

class DriftReader {
  readonly found: Drift[] = []

  constructor(private readonly draft: PlanDraft) {}

  private add(element: ElementRef, field: Drift['field'], wanted: string | undefined, found: string | undefined): void {
    this.found.push({ element, field, ...(wanted !== undefined && { wanted }), ...(found !== undefined && { found }) })
  }

  /** What is drawn and is not there at all. */
  readMissing(): void {
    const { matching } = this.draft
    for (const netns of matching.missingNetns) this.add(netns.element, 'missing', netns.name, undefined)
    for (const veth of matching.missingVeths) {
      this.add(veth.element, 'missing', veth.ends.map(({ netns, name }) => `${netns}:${name}`).join(' '), undefined)
    }
    for (const bridge of matching.missingBridges) this.add(bridge.element, 'missing', bridge.name, undefined)
  }

  private readNics(): void {
    for (const { name, bridge, element } of this.draft.desired.nics) {
      const found = findLink(this.draft.kernel, HOST, name)
      if (!found) this.add(element, 'missing', name, undefined)
      else if (found.master?.name !== bridge) this.add(element, 'master', bridge, found.master?.name)
      else
        for (const { address, scope } of found.addresses.values())
          if (scope !== 'link') this.add(element, 'address', undefined, address)
    }
  }

  readNetns(netns: DesiredNetns): void {
    const found = this.draft.netnsOf(netns)
    if (!found) return
    if (netns.name !== found.name) this.add(netns.element, 'name', netns.name, found.name)
    for (const link of netns.links) {
      const actual = this.draft.linkOf(link)
      if (actual) this.readLink(link, actual, found)
    }
    this.readRoutes(netns, found)
    this.readNeighbours(netns, found)
    const { forwarding } = netns
    const on = forwarding?.ipv4
    if (forwarding && found.forwarding && (found.forwarding.ipv4 !== on || found.forwarding.ipv6 !== forwarding.ipv6)) {
      this.add(netns.element, 'forwarding', on ? 'on' : 'off', on ? 'off' : 'on')
    }
    if (netns.name === HOST) this.readNics()
    this.readRules(netns, found)
    for (const drift of serviceDrift(netns, found, this.draft.desired.lab)) this.found.push(drift)
  }

  private readLink(link: DesiredLink, actual: KernelLink, home: KernelNetns): void {
    const { element } = link
    if (actual.netns !== home) this.add(element, 'netns', home.name, actual.netns.name)
    if (actual.name !== link.name) this.add(element, 'name', link.name, actual.name)
    if (actual.up !== link.up) this.add(element, 'up', link.up ? 'up' : 'down', actual.up ? 'up' : 'down')
    if (link.mac !== undefined && actual.mac !== link.mac) this.add(element, 'mac', link.mac, actual.mac)
    if (link.mtu !== undefined && actual.mtu !== link.mtu) this.add(element, 'mtu', String(link.mtu), String(actual.mtu))
    if (link.stp !== undefined && actual.stp !== link.stp)
      this.add(element, 'stp', link.stp ? 'on' : 'off', link.stp ? 'off' : 'on')
    this.readMaster(link, actual)
    this.readAddresses(link, actual)
  }

  private readMaster(link: DesiredLink, actual: KernelLink): void {
    const wanted = this.draft.desired.namespaces
      .get(link.netns)
      ?.links.find(({ name, kind }) => kind === 'bridge' && name === link.master)
    const bridge = wanted && this.draft.linkOf(wanted)
    // A bridge that is missing is told once, not again by each of its ports.
    if (actual.master === bridge || (wanted && !bridge)) return
    this.add(link.element, 'master', link.master, actual.master?.name)
  }

  private readAddresses(link: DesiredLink, actual: KernelLink): void {
    for (const address of link.addresses)
      if (!actual.addresses.has(address)) this.add(link.element, 'address', address, undefined)
    const all = [...actual.addresses.values()]
    for (const one of all)
      if (!link.addresses.includes(one.address) && isTakeable(this.draft, link, one))
        this.add(link.element, 'address', undefined, one.address)
    for (const order of outOfOrder(this.draft, link, all)) {
      const wanted = link.addresses.filter((address) => order.includes(address))
      // Where the one that is to be in front is not there, that was told.
      if (!sameOrder(wanted, order)) this.add(link.element, 'address', wanted.join('; '), order.join('; '))
    }
  }

  private readRoutes(netns: DesiredNetns, found: KernelNetns): void {
    const devOf = deviceFinder(netns, (link) => this.draft.linkOf(link), found)
    const same = (wanted: DesiredRoute, route: KernelRoute) => isSameRoute(wanted, route, devOf)
    for (const wanted of netns.routes) {
      if (!found.routes.some((route) => same(wanted, route))) this.add(wanted.element, 'route', routeText(wanted), undefined)
    }
    for (const route of found.routes) {
      if (!isOurRoute(route, found.name, this.draft.desired.lab) || netns.routes.some((wanted) => same(wanted, route))) continue
      const text = routeText({
        ...route,
        dev: route.dev?.name,
        metric: route.family === 6 && route.metric === 1024 ? 0 : route.metric,
      })
      this.add(netns.element, 'route', undefined, text)
    }
  }

  private readNeighbours(netns: DesiredNetns, found: KernelNetns): void {
    const linkOf = (link: DesiredLink) => this.draft.linkOf(link)
    for (const { wanted, dev, held } of wantedNeighbours(netns, found, linkOf)) {
      if (!dev || held?.mac === wanted.mac) continue
      const actual = held && neighbourText({ ...held, dev: held.dev.name })
      this.add(wanted.element, 'neighbour', neighbourText(wanted), actual)
    }
    for (const extra of surplusNeighbours(netns, found, this.draft.desired.lab, linkOf)) {
      this.add(netns.element, 'neighbour', undefined, neighbourText({ ...extra, dev: extra.dev.name }))
    }
  }

  private readRules(netns: DesiredNetns, found: KernelNetns): void {
    const wanted = ruleLines(netns)
    const actual = found.nat.get(this.draft.desired.lab) ?? []
    const only = (lines: readonly string[], filter: boolean) => lines.filter((line) => isFilterLine(line) === filter)
    this.readNat(netns, only(wanted, false), only(actual, false))
    this.readFilter(netns, only(wanted, true), only(actual, true))
  }

  private readNat(netns: DesiredNetns, wanted: readonly string[], actual: readonly string[]): void {
    if (sameRules(wanted, actual)) return
    const before = this.found.length
    wanted.forEach((line, index) => {
      if (!actual.includes(line))
        this.add(this.natElement(netns, line) ?? netns.natElements[index] ?? netns.element, 'nat', ruleOf(line), undefined)
    })
    for (const line of actual) if (!wanted.includes(line)) this.add(netns.element, 'nat', undefined, ruleOf(line))
    // The same rules in another order.
    if (this.found.length === before) this.add(netns.element, 'nat', wanted.map(ruleOf).join('; '), actual.map(ruleOf).join('; '))
  }

  private readFilter(netns: DesiredNetns, wanted: readonly string[], actual: readonly string[]): void {
    if (sameRules(wanted, actual)) return
    const before = this.found.length
    for (const line of wanted) if (!actual.includes(line)) this.add(netns.element, 'filter', line, undefined)
    for (const line of actual) if (!wanted.includes(line)) this.add(netns.element, 'filter', undefined, line)
    if (this.found.length === before) this.add(netns.element, 'filter', wanted.join('; '), actual.join('; '))
  }

  private natElement(netns: DesiredNetns, line: string): ElementRef | undefined {
    return netns.natElements[netns.nat.findIndex((rule) => natLines([rule])[0] === line)]
  }

  /** What carries the lab's mark and is not in the lab, and is not there to be made anew. */
  readSurplus(): void {
    const { matching } = this.draft
    const lab: ElementRef = { kind: 'lab' }
    for (const netns of matching.surplusNetns) this.add(lab, 'extra', undefined, netns.name)
    const remade = new Set([
      ...matching.missingVeths.map(({ id }) => id),
      ...matching.missingBridges.map(({ owner }) => owner?.id),
    ])
    for (const link of matching.surplusLinks) {
      if (!remade.has(link.owner?.id)) this.add(lab, 'extra', undefined, `${link.netns.name}:${link.name}`)
    }
  }
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join()
}

function ruleOf(line: string): string {
  return line.slice(line.indexOf(' ') + 1)
}

/** The drift that a draft shows before its first step; the draft is left as it is. */
function readDrift(draft: PlanDraft): Drift[] {
  return [
    ...readMissing(draft),
    ...[...draft.desired.namespaces.values()].flatMap((netns) => readNetnsDrift(draft, netns)),
    ...readSurplus(draft),
  ]
}

/** The part of it that is about what is not there at all. */
export function readMissing(draft: PlanDraft): Drift[] {
  const reader = new DriftReader(draft)
  reader.readMissing()
  return reader.found
}

/** The part of it that is about one namespace that is there, and the links that are drawn in it. */
export function readNetnsDrift(draft: PlanDraft, netns: DesiredNetns): Drift[] {
  const reader = new DriftReader(draft)
  reader.readNetns(netns)
  return reader.found
}

/** The part of it that is about what is there and is not drawn. */
export function readSurplus(draft: PlanDraft): Drift[] {
  const reader = new DriftReader(draft)
  reader.readSurplus()
  return reader.found
}

/**
 * How the machine differs from the lab that was last applied. Empty exactly when `planLab` has nothing to do (but for NAT
 * rules of ours in a namespace that is not: those are removed and stand on no element).
 */
export function driftOf(applied: Lab, state: MachineState): Drift[] {
  const kernel = kernelOf(state)
  return readDrift(new PlanDraft(desiredOn(applied, kernel), kernel))
}

/**
 * The drift that is still news: what the drawing has not taken in since the apply. A difference that was drawn afterwards
 * ("take it into the lab") is what the user wants now, and no longer drift. `ofApplied` and `ofDrawn` are the two labs' `driftOf`.
 */
export function openDrift(ofApplied: readonly Drift[], ofDrawn: readonly Drift[]): readonly Drift[] {
  if (ofApplied.length === 0) return ofApplied
  const key = (one: Drift) =>
    `${elementKey(one.element)} ${one.field} ${one.found ?? ''} ${one.field === 'missing' ? one.wanted : ''}`
  const open = new Set(ofDrawn.map(key))
  return ofApplied.filter((one) => open.has(key(one)))
}
