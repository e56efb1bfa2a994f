import type { Diagnostic } from '../check/diagnostic'
import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import { isSharedNetns } from '../state/shared'
import type { DiagnosticCode } from '../text/diagnostics.en'
import { containerConflict } from './containers'
import type { DesiredLink, DesiredNetns } from './desired'
import type { PlanDraft } from './draft'
import { isReplaceable } from './guests'
import { type KernelRoute, nameHolder } from './kernel'
import { isOurNeighbour, wantedNeighbours } from './neighbours'
import { nicProblem } from './nics'
import { isOurRoute, samePlace } from './routes'
import { missingPrograms } from './services'
import { addressConflicts } from './shared-host'

function conflict(
  code: DiagnosticCode,
  element: ElementRef,
  path: (string | number)[],
  params: Record<string, string | number>,
): Diagnostic {
  return { code, severity: 'error', element, path, params }
}

function linkConflict(
  draft: PlanDraft,
  netns: DesiredNetns,
  link: DesiredLink,
  going: ReadonlySet<unknown>,
): Diagnostic | undefined {
  const home = draft.netnsOf(netns)
  const holder = home && nameHolder(home, link.name)
  if (!holder || link.kind === 'loopback' || holder.owner?.lab === draft.desired.lab || going.has(holder)) return undefined
  const { element } = link
  const path = element.kind === 'interface' ? ['nodes', element.node, 'interfaces', element.name] : ['nodes', link.name]
  return conflict('foreign-interface', element, path, { name: link.name, netns: netns.name })
}

/**
 * Where the lab wants a name or a place that something foreign has. Asked before the first step. What is foreign is never
 * changed, so while there is a conflict nothing is applied.
 */
export function findConflicts(draft: PlanDraft): Diagnostic[] {
  const found: Diagnostic[] = []
  const { desired, kernel, matching } = draft
  const going = new Set(matching.surplusLinks.flatMap((link) => [link, link.peer]))
  for (const netns of desired.namespaces.values()) {
    const holder = kernel.namespaces.get(netns.name)
    if (netns.owner && holder && holder.owner?.lab !== desired.lab) {
      found.push(conflict('foreign-namespace', netns.element, ['nodes', netns.name], { name: netns.name }))
      continue
    }
    for (const link of netns.links) {
      const problem = linkConflict(draft, netns, link, going)
      if (problem) found.push(problem)
    }
    found.push(...missingPrograms(draft, netns))
    const unattachable = containerConflict(draft, netns)
    if (unattachable) found.push(unattachable)
    if (isSharedNetns(netns.name)) found.push(...routeConflicts(draft, netns), ...neighbourConflicts(draft, netns))
    if (netns.name === HOST) found.push(...addressConflicts(draft))
  }
  for (const nic of desired.nics) {
    const code = nicProblem(draft, nic)
    const params = { name: nic.name, master: kernel.namespaces.get(HOST)?.links.get(nic.name)?.master?.name ?? '' }
    if (code) found.push(conflict(code, nic.element, ['nodes', HOST, 'interfaces', nic.name, 'bridge'], params))
  }
  return found
}

function nodeOf(netns: DesiredNetns): string {
  return netns.element.kind === 'node' ? netns.element.node : netns.name
}

function routeConflicts(draft: PlanDraft, netns: DesiredNetns): Diagnostic[] {
  const routes = draft.netnsOf(netns)?.routes ?? []
  const node = nodeOf(netns)
  const found: Diagnostic[] = []
  for (const route of netns.routes) {
    const inTheWay = (other: KernelRoute) =>
      samePlace(route, other) && !isOurRoute(other, netns.name, draft.desired.lab) && !isReplaceable(netns.name, other)
    if (!routes.some(inTheWay)) continue
    const { element } = route
    const path = element.kind === 'route' ? ['nodes', node, 'routes', element.index] : ['nodes', node, 'routes']
    found.push(conflict('foreign-route', element, path, { netns: node, to: route.to }))
  }
  return found
}

function neighbourConflicts(draft: PlanDraft, netns: DesiredNetns): Diagnostic[] {
  const kernel = draft.netnsOf(netns)
  if (!kernel) return []
  const { lab } = draft.desired
  const node = nodeOf(netns)
  return wantedNeighbours(netns, kernel, (link) => draft.linkOf(link)).flatMap(({ wanted, held }) =>
    !held || isOurNeighbour(held, netns.name, lab)
      ? []
      : [conflict('foreign-neighbour', wanted.element, ['nodes', node, 'neighbours'], { netns: node, address: wanted.address })],
  )
}
