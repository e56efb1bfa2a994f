import * as z from 'zod'
import { HOST } from '../lab/ids'
import { LINK_GROUP, parseOwnerAlias, ROUTE_PROTOCOL } from '../state/owner'
import { isSharedNetns } from '../state/shared'
import type { LinkState, MachineState } from '../state/state'
import { recordedLab } from './host-record'
import { planRemoval } from './plan-lab'

/** What carries our marks on a computer and belongs to no lab that is applied there. */
export const orphansSchema = z.object({
  /** Labs that are not applied, and how many steps it takes to remove what is left of each. */
  labs: z.array(z.object({ lab: z.string(), steps: z.int() })),
  /** What looks like ours and is not certain to be: never removed. */
  doubtful: z.array(
    z.object({ what: z.string(), why: z.enum(['group-alone', 'alias-alone', 'copied-mark', 'no-record', 'not-registered']) }),
  ),
})

export type Orphans = z.infer<typeof orphansSchema>
type Doubt = Orphans['doubtful'][number]

/** Finds what a crash, a lost record or a hand left behind. `applied`: the names of the labs that are applied. */
export function orphansOf(state: MachineState, applied: ReadonlySet<string>): Orphans {
  const labs = [...markedLabs(state)].filter((lab) => !applied.has(lab)).sort()
  return {
    labs: labs.map((lab) => ({ lab, steps: planRemoval(lab, state).steps.length })).filter(({ steps }) => steps > 0),
    doubtful: [...Object.values(state.namespaces).flatMap((netns) => doubtfulIn(state, netns.name)), ...strayRoutes(state)],
  }
}

function markedLabs(state: MachineState): Set<string> {
  const labs = new Set<string>()
  for (const netns of Object.values(state.namespaces)) {
    if (netns.owner) labs.add(netns.owner.lab)
    for (const link of Object.values(netns.links)) if (link.owner) labs.add(link.owner.lab)
    for (const { lab } of netns.nat) labs.add(lab)
  }
  const { routes = [], addresses = [], nics = [], guests = [] } = state.host ?? {}
  for (const { lab } of [...routes, ...addresses, ...nics, ...guests]) labs.add(lab)
  for (const lab of state.host?.forwarding?.labs ?? []) labs.add(lab)
  return labs
}

function doubtfulIn(state: MachineState, name: string): Doubt[] {
  const netns = state.namespaces[name]
  const links = Object.values(netns?.links ?? {})
  const doubts = links.flatMap((link): Doubt[] => {
    const why = doubtOf(state, link)
    return why ? [{ what: `${name}:${link.name}`, why }] : []
  })
  const housed = links.some(({ owner }) => owner?.end !== undefined)
  // A namespace has no mark of its own; without the register, what is inside does not say whose it is.
  return !isSharedNetns(name) && housed && !netns?.owner ? [...doubts, { what: name, why: 'not-registered' }] : doubts
}

function doubtOf(state: MachineState, link: LinkState): Doubt['why'] | undefined {
  const { alias, group, owner, peer } = link
  if (!owner) {
    if (group === LINK_GROUP) return 'group-alone'
    return alias !== undefined && parseOwnerAlias(alias) ? 'alias-alone' : undefined
  }
  const other = peer && state.namespaces[peer.netns]?.links[peer.index]
  return owner.end !== undefined && other && !other.owner && other.group !== LINK_GROUP ? 'copied-mark' : undefined
}

function strayRoutes(state: MachineState): Doubt[] {
  const host = state.namespaces[HOST]
  const record = state.host
  if (!host || !record) return []
  const owned = new Set(Object.values(host.links).flatMap((link) => (link.owner ? [link.name] : [])))
  return host.routes
    .filter(
      (route) =>
        route.protocol === ROUTE_PROTOCOL &&
        !(route.dev && owned.has(route.dev)) &&
        !recordedLab(record, { ...route, netns: HOST }),
    )
    .map(({ to, via, dev }) => ({
      what: `${to}${via ? ` via ${via}` : ''}${dev ? ` dev ${dev}` : ''}`,
      why: 'no-record' as const,
    }))
}
