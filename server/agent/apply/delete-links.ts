import type { Op } from '../../../core/plan/ops'
import { LINK_GROUP, ownerAlias, parseOwnerAlias } from '../../../core/state/owner'
import type { LinkState, MachineState } from '../../../core/state/state'
import type { Channel } from '../kernel/channel'
import { deleteGroup, dumpLinks, getLink, parseLinks, setGroup } from '../kernel/link'
import type { Namespaces } from '../kernel/namespaces'

type LinkDelete = Extract<Op, { op: 'link-delete' }>

/** What links carry from the moment that they are to go until they are gone; nothing else has a reason to use this number. */
const DOOMED_GROUP = 0x6e6c0001

interface Place {
  netns: string
  link: LinkState
}

/** The steps from `start` on that only delete links; none when an earlier step could have given a name to another link. */
export function deletionRun(ops: readonly Op[], start: number): LinkDelete[] {
  const run: LinkDelete[] = []
  for (let at = start; at < ops.length; at++) {
    const op = ops[at]
    if (op?.op !== 'link-delete') break
    run.push(op)
  }
  const renames = (op: Op) => op.op === 'link-rename' || op.op === 'link-move' || op.op === 'netns-rename'
  return run.length > 1 && ops.slice(0, start).some(renames) ? [] : run
}

/**
 * Deletes many links at once, each from whichever of its ends stands where most of the others do (a star's pairs all end on
 * one bridge). False, and nothing changed, where `state` does not say enough about one of them: then they go one by one.
 */
export function deleteTogether(namespaces: Namespaces, state: MachineState, run: readonly LinkDelete[]): boolean {
  const linkNamed = finder(state)
  const places = run.map((op) => endsOf(state, op.netns, linkNamed(op)))
  const crowd = new Map<string, number>()
  for (const ends of places) for (const { netns } of ends) crowd.set(netns, (crowd.get(netns) ?? 0) + 1)
  const byNetns = new Map<string, LinkState[]>()
  for (const ends of places) {
    const [best] = ends.toSorted((a, b) => (crowd.get(b.netns) ?? 0) - (crowd.get(a.netns) ?? 0))
    if (!best || !isStill(namespaces, best)) return false
    const links = byNetns.get(best.netns)
    if (links) links.push(best.link)
    else byNetns.set(best.netns, [best.link])
  }
  for (const [netns, links] of byNetns) {
    const { route } = namespaces.get(netns)
    try {
      for (const { index, name } of links) setGroup(route, index, DOOMED_GROUP, `delete ${name}`)
      deleteGroup(route, DOOMED_GROUP, `delete ${links.length} links of ${netns}`)
    } catch (error) {
      spare(route)
      throw error
    }
  }
  return true
}

/** Gives the links that were to go their mark back, where the change that began to delete them was cut off. */
export function spareDoomed(namespaces: Namespaces): void {
  for (const { route } of namespaces.all()) spare(route)
}

function spare(route: Channel): void {
  for (const { index, name, group, alias } of parseLinks(dumpLinks(route)))
    if (group === DOOMED_GROUP && alias !== undefined && parseOwnerAlias(alias))
      setGroup(route, index, LINK_GROUP, `spare ${name}`)
}

function finder(state: MachineState): (op: LinkDelete) => LinkState | undefined {
  const names = new Map<string, Map<string, LinkState>>()
  return ({ netns, name }) => {
    let links = names.get(netns)
    if (!links) {
      links = new Map(Object.values(state.namespaces[netns]?.links ?? {}).map((link) => [link.name, link]))
      names.set(netns, links)
    }
    return links.get(name)
  }
}

function endsOf(state: MachineState, netns: string, link: LinkState | undefined): Place[] {
  if (!link?.owner) return []
  const peer = link.peer && state.namespaces[link.peer.netns]?.links[link.peer.index]
  const isPair = peer?.owner?.id === link.owner.id && peer.owner.lab === link.owner.lab
  return [{ netns, link }, ...(link.peer && peer && isPair ? [{ netns: link.peer.netns, link: peer }] : [])]
}

/** Whether the kernel's link of this index is still the one that the state tells of, with its owner's marks. */
function isStill(namespaces: Namespaces, { netns, link: { index, name, owner } }: Place): boolean {
  const namespace = namespaces.find(netns)
  if (!namespace || !owner) return false
  const answer = getLink(namespace.route, index)
  const [link] = answer ? parseLinks(answer) : []
  return link?.name === name && link.alias === ownerAlias(owner) && link.group === LINK_GROUP
}
