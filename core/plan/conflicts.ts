import type { Diagnostic } from '../check/diagnostic'
import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { DesiredLink, DesiredNetns } from './desired'
import type { PlanDraft } from './draft'
import { nameHolder } from './kernel'
import { isOurNeighbour, wantedNeighbours } from './neighbours'
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
    if (netns.name === HOST)
      found.push(...routeConflicts(draft, netns), ...neighbourConflicts(draft, netns), ...addressConflicts(draft))
  }
  return found
}

function routeConflicts(draft: PlanDraft, host: DesiredNetns): Diagnostic[] {
  const routes = draft.netnsOf(host)?.routes ?? []
  const found: Diagnostic[] = []
  for (const route of host.routes) {
    if (!routes.some((other) => samePlace(route, other) && !isOurRoute(other, HOST, draft.desired.lab))) continue
    const { element } = route
    const path = element.kind === 'route' ? ['nodes', HOST, 'routes', element.index] : ['nodes', HOST, 'routes']
    found.push(conflict('foreign-route', element, path, { netns: HOST, to: route.to }))
  }
  return found
}

function neighbourConflicts(draft: PlanDraft, host: DesiredNetns): Diagnostic[] {
  const kernel = draft.netnsOf(host)
  if (!kernel) return []
  const { lab } = draft.desired
  return wantedNeighbours(host, kernel, (link) => draft.linkOf(link)).flatMap(({ wanted, held }) =>
    !held || isOurNeighbour(held, HOST, lab)
      ? []
      : [conflict('foreign-neighbour', wanted.element, ['nodes', HOST, 'neighbours'], { netns: HOST, address: wanted.address })],
  )
}
