import type { Diagnostic } from '../check/diagnostic'
import { isContainerNetns } from '../lab/container'
import type { DhcpServer } from '../lab/dhcp-schema'
import type { ElementRef } from '../lab/element'
import type { Lab } from '../lab/schema'
import { addressOf, addressText, bitsOf, type Cidr, cidrOf, contains, networkOf } from '../net/address'
import { DEFAULT_LEASE, leaseSeconds } from '../net/lease'
import { equalData } from '../state/equal'
import { DHCP_PROTOCOL, SERVICE_PACKAGES, SERVICE_PROGRAMS } from '../state/service-programs'
import type { ServerSpec, ServiceSpec } from '../state/services'
import type { DesiredNetns, DesiredService } from './desired'
import type { PlanDraft } from './draft'
import type { KernelLink, KernelNetns, KernelService } from './kernel'
import type { Op } from './ops'
import type { Drift } from './plan'

/**
 * The programs that a lab wants to be kept running: which they are, when they have to be started and stopped, and what that does to a
 * kernel. A server comes before the clients that ask it, and goes after them, so that they can give back what they had.
 */

/** RFC 1123: what a client may call itself. */
const HOSTNAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/** A prefix length as a dotted mask. */
function maskText(prefix: number): string {
  const value = ((1n << BigInt(prefix)) - 1n) << BigInt(bitsOf(4) - prefix)
  return addressText({ family: 4, value })
}

/** The network of an interface's addresses that holds a server's range: undefined when none holds both its ends, or it is no range. */
export function rangeNetwork(addresses: readonly Cidr[], [first, last]: readonly [string, string]): Cidr | undefined {
  const [from, to] = [addressOf(first), addressOf(last)]
  if (from?.family !== 4 || to?.family !== 4 || from.value > to.value) return undefined
  return addresses.find((cidr) => cidr.family === 4 && contains(cidr, from) && contains(cidr, to))
}

function v4Text(text: string | undefined): string | undefined {
  const address = text === undefined ? undefined : addressOf(text)
  return address?.family === 4 ? addressText(address) : undefined
}

function serverSpec(server: DhcpServer, addresses: readonly Cidr[]): ServerSpec | undefined {
  const network = rangeNetwork(addresses, server.range)
  const [first, last] = server.range.map(v4Text)
  const lease = leaseSeconds(server.lease ?? DEFAULT_LEASE)
  if (!network || first === undefined || last === undefined || lease === undefined) return undefined
  const router = v4Text(server.router)
  return {
    kind: 'dhcp-server',
    interface: server.interface,
    first,
    last,
    netmask: maskText(networkOf(network).prefix),
    ...(router !== undefined && { router }),
    dns: (server.dns ?? []).map(v4Text).filter((text) => text !== undefined),
    lease,
  }
}

/** The programs that a node's namespace is to have; what the checks would refuse is left out. */
export function desiredServices(lab: Lab, netns: DesiredNetns): DesiredService[] {
  const name = netns.element.kind === 'node' ? netns.element.node : netns.name
  const node = lab.nodes[name]
  if (!node || node.kind === 'bridge') return []
  const services: DesiredService[] = []
  const serving = netns.links.find((link) => link.name === node.dhcpServer?.interface && link.master === undefined)
  const spec =
    node.dhcpServer &&
    serving &&
    serverSpec(
      node.dhcpServer,
      serving.addresses.flatMap((text) => cidrOf(text) ?? []),
    )
  if (spec) services.push({ spec, element: netns.element })
  for (const link of netns.links) {
    if (!link.dhcp || !link.up || link.kind !== 'veth' || link.master !== undefined) continue
    const hostname = netns.owner && HOSTNAME.test(name) ? { hostname: name } : {}
    services.push({ spec: { kind: 'dhcp-client', interface: link.name, ...hostname }, element: link.element })
  }
  return services
}

/** Running for the interface that now has its name. */
function isSound(netns: KernelNetns, { spec, running, link }: KernelService): boolean {
  return running && link !== undefined && netns.links.get(spec.interface) === link
}

function isSame(a: ServiceSpec, b: ServiceSpec): boolean {
  return equalData(a, b)
}

function isSamePlace(a: ServiceSpec, b: ServiceSpec): boolean {
  return a.kind === b.kind && a.interface === b.interface
}

/** The Op `service-start` on an imagined kernel. */
export function startService(netns: KernelNetns, { lab, service }: Extract<Op, { op: 'service-start' }>): void {
  const link = netns.links.get(service.interface)
  netns.services = netns.services.filter((other) => !isSamePlace(other.spec, service))
  netns.services.push({ lab, spec: service, running: true, ...(link && { link }) })
}

/** The Op `service-stop` on an imagined kernel: a client takes its address and routes with it. */
export function stopService(netns: KernelNetns, { service }: Extract<Op, { op: 'service-stop' }>): void {
  netns.services = netns.services.filter((other) => !isSamePlace(other.spec, service))
  const link = service.kind === 'dhcp-client' ? netns.links.get(service.interface) : undefined
  if (!link) return
  netns.routes = netns.routes.filter((route) => route.dev !== link || route.protocol !== DHCP_PROTOCOL)
  for (const { address, dynamic } of [...link.addresses.values()]) if (dynamic) link.addresses.delete(address)
}

const CLIENTS_FIRST = ['dhcp-client', 'dhcp-server'] as const
const SERVERS_FIRST = ['dhcp-server', 'dhcp-client'] as const

function paramsOf(netns: { name: string }, { spec }: { spec: ServiceSpec }): Record<string, string> {
  return { node: netns.name, name: spec.interface, program: SERVICE_PROGRAMS[spec.kind] }
}

/** The steps that stop what nobody wants, and what would lose its interface or its namespace; the latter is started again once all is there. */
export function removeServices(draft: PlanDraft, going: ReadonlySet<KernelLink>): void {
  const wanted = new Map([...draft.matching.netns].map(([netns, found]) => [found, netns]))
  const doomed = new Set(draft.matching.surplusNetns)
  const nameOf = new Map([...draft.matching.links].map(([link, found]) => [found, link.name]))
  for (const kind of CLIENTS_FIRST) {
    for (const found of draft.kernel.namespaces.values()) {
      const netns = wanted.get(found)
      for (const service of [...found.services]) {
        if (service.lab !== draft.desired.lab || service.spec.kind !== kind) continue
        // A container stays, and its lab may be gone.
        if (!netns && !doomed.has(found) && !isContainerNetns(found.name)) continue
        const keep = netns?.services.find(({ spec }) => isSamePlace(spec, service.spec))
        const { link } = service
        const stays = link !== undefined && !going.has(link) && nameOf.get(link) === service.spec.interface
        if (keep && stays && isSame(keep.spec, service.spec)) continue
        const element: ElementRef = keep?.element ?? netns?.element ?? { kind: 'node', node: found.name }
        const code = keep ? (isSame(keep.spec, service.spec) ? 'service-interrupted' : 'service-changed') : 'service-removed'
        const op = { op: 'service-stop', netns: found.name, lab: service.lab, service: service.spec } as const
        draft.step(keep ? 'change' : 'delete', op, [element], code, paramsOf(found, service))
      }
    }
  }
}

/** The last part of a plan: everything is in its place, and what the lab wants running is started. */
export function planServices(draft: PlanDraft): void {
  const { lab } = draft.desired
  for (const kind of SERVERS_FIRST) {
    for (const netns of draft.desired.namespaces.values()) {
      const found = draft.netnsOf(netns)
      for (const { spec, element } of netns.services) {
        if (!found || spec.kind !== kind || !found.links.has(spec.interface)) continue
        const there = found.services.find((other) => other.lab === lab && isSamePlace(other.spec, spec))
        if (there && isSame(there.spec, spec) && isSound(found, there)) continue
        if (there?.running) {
          const op = { op: 'service-stop', netns: netns.name, lab, service: there.spec } as const
          draft.step('change', op, [element], 'service-interrupted', paramsOf(netns, there))
        }
        const code = there && !there.running ? 'service-down' : 'service-drawn'
        const op = { op: 'service-start', netns: netns.name, lab, service: spec } as const
        draft.step(there ? 'change' : 'create', op, [element], code, paramsOf(netns, { spec }))
      }
    }
  }
}

/** What runs otherwise than the lab wants. */
export function serviceDrift(netns: DesiredNetns, found: KernelNetns, lab: string): Drift[] {
  const drift: Drift[] = []
  const own = found.services.filter((service) => service.lab === lab)
  for (const { spec, element } of netns.services) {
    const program = SERVICE_PROGRAMS[spec.kind]
    const there = own.find((other) => isSamePlace(other.spec, spec))
    if (!there || !isSound(found, there)) drift.push({ element, field: 'service', wanted: program })
    else if (!isSame(there.spec, spec)) drift.push({ element, field: 'service', wanted: program, found: program })
  }
  for (const { spec } of own) {
    if (netns.services.some((wanted) => isSamePlace(wanted.spec, spec))) continue
    drift.push({ element: netns.element, field: 'service', found: SERVICE_PROGRAMS[spec.kind] })
  }
  return drift
}

/** The programs that the lab needs in this namespace and the machine lacks, each told once a namespace. */
export function missingPrograms(draft: PlanDraft, netns: DesiredNetns): Diagnostic[] {
  const programs = new Set(netns.services.map(({ spec }) => SERVICE_PROGRAMS[spec.kind]))
  return [...programs]
    .filter((program) => draft.kernel.missingPrograms.has(program))
    .map((program) => {
      const element = netns.services.find(({ spec }) => SERVICE_PROGRAMS[spec.kind] === program)?.element ?? netns.element
      const node = netns.element.kind === 'node' ? netns.element.node : netns.name
      const params = { node, program, package: SERVICE_PACKAGES[program] }
      return { code: 'program-missing', severity: 'error', element, path: ['nodes', node], params }
    })
}
