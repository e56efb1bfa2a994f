import type { ElementRef } from '../lab/element'
import type { DesiredLink, DesiredNetns } from './desired'
import { linkElements, type PlanDraft } from './draft'
import { type KernelLink, type KernelNetns, nameHolder } from './kernel'
import { removeNetns } from './removals'

/**
 * The second part of a plan: what exists gets the name and the namespace that it is drawn with, and new namespaces are made.
 * Names that are exchanged go through a spare one.
 */
export function planMoves(draft: PlanDraft): void {
  renameNamespaces(draft)
  addNamespaces(draft)
  moveLinks(draft)
  for (const netns of draft.matching.surplusNetns) {
    if (draft.kernel.namespaces.get(netns.name) === netns) removeNetns(draft, netns)
  }
}

function renameNetns(draft: PlanDraft, found: KernelNetns, to: string, element: ElementRef, spare: boolean): void {
  const op = { op: 'netns-rename', netns: found.name, to } as const
  draft.step('change', op, [element], spare ? 'name-freed' : 'netns-renamed', { from: found.name, to })
}

function spareNetnsName(draft: PlanDraft): string {
  for (let number = 0; ; number++) {
    const name = `netloom-spare-${number}`
    if (!draft.kernel.namespaces.has(name) && !draft.desired.namespaces.has(name)) return name
  }
}

function renameNamespaces(draft: PlanDraft): void {
  let pending = [...draft.matching.netns].filter(([netns, found]) => netns.name !== found.name)
  // A namespace that goes later, once its last link has moved out, must not stand on a name that is wanted now.
  for (const netns of draft.matching.surplusNetns) {
    if (draft.kernel.namespaces.get(netns.name) !== netns || !draft.desired.namespaces.has(netns.name)) continue
    renameNetns(draft, netns, spareNetnsName(draft), { kind: 'node', node: netns.name }, true)
  }
  while (pending.length > 0) {
    const waiting: typeof pending = []
    for (const [netns, found] of pending) {
      if (draft.kernel.namespaces.has(netns.name)) waiting.push([netns, found])
      else renameNetns(draft, found, netns.name, netns.element, false)
    }
    if (waiting.length === pending.length) {
      const holder = waiting.map(([, found]) => found).find((found) => waiting.some(([netns]) => netns.name === found.name))
      // Without one, something foreign has the name, which is a conflict.
      if (!holder) return
      const [netns] = waiting.find(([, found]) => found === holder) ?? []
      if (netns) renameNetns(draft, holder, spareNetnsName(draft), netns.element, true)
    }
    pending = waiting
  }
}

function addNamespaces(draft: PlanDraft): void {
  for (const netns of draft.matching.missingNetns) {
    const { owner, name, element } = netns
    if (!owner || draft.kernel.namespaces.has(name)) continue
    draft.step('create', { op: 'netns-add', netns: name, id: owner.id }, [element], 'netns-drawn', { node: name })
    const made = draft.kernel.namespaces.get(name)
    const lo = made?.links.get('lo')
    const wantedLo = netns.links.find((link) => link.kind === 'loopback')
    if (made) draft.matching.netns.set(netns, made)
    if (lo && wantedLo) draft.matching.links.set(wantedLo, lo)
  }
}

interface Move {
  netns: DesiredNetns
  link: DesiredLink
  found: KernelLink
  home: KernelNetns
}

function pendingMoves(draft: PlanDraft): Move[] {
  const moves: Move[] = []
  for (const { netns, link, found } of draft.existing()) {
    const home = draft.netnsOf(netns)
    if (home && (found.netns !== home || found.name !== link.name)) moves.push({ netns, link, found, home })
  }
  return moves
}

function moveLinks(draft: PlanDraft): void {
  let pending = pendingMoves(draft)
  while (pending.length > 0) {
    const waiting = pending.filter((move) => !tryMove(draft, move))
    if (waiting.length === pending.length) {
      const blocked = waiting.map(({ home, link }) => nameHolder(home, link.name))
      const holder = waiting.find(({ found }) => blocked.includes(found))
      if (!holder) return
      rename(draft, holder, spareName(holder.found.netns, holder.home), true)
    }
    pending = waiting
  }
}

/** Moves and renames one link if the name that it is to have is free; true when it is where it belongs. */
function tryMove(draft: PlanDraft, move: Move): boolean {
  const { link, found, home } = move
  const holder = nameHolder(home, link.name)
  if (holder && holder !== found) return false
  if (found.netns !== home) {
    if (found.name !== link.name && home.links.has(found.name)) {
      const free = !nameHolder(found.netns, link.name)
      rename(draft, move, free ? link.name : spareName(found.netns, home), !free)
    }
    const op = { op: 'link-move', netns: found.netns.name, name: found.name, to: home.name } as const
    draft.step('change', op, linkElements(link), 'link-moved', { name: link.name, from: found.netns.name, to: home.name })
  }
  if (found.name !== link.name) rename(draft, move, link.name, false)
  return true
}

/** Kernels before 6.2 rename an interface only while it is down. */
function rename(draft: PlanDraft, { link, found }: Move, to: string, spare: boolean): void {
  const netns = found.netns.name
  if (found.up)
    draft.step('change', { op: 'link-down', netns, name: found.name }, linkElements(link), 'down-to-rename', {
      name: found.name,
      netns,
    })
  const op = { op: 'link-rename', netns, name: found.name, to } as const
  draft.step('change', op, linkElements(link), spare ? 'name-freed' : 'link-renamed', { from: found.name, to })
}

function spareName(here: KernelNetns, there: KernelNetns): string {
  for (let number = 0; ; number++) {
    const name = `nl-spare-${number}`
    if (!nameHolder(here, name) && !nameHolder(there, name)) return name
  }
}
