import { checkLab } from '../check/check'
import { equalJson } from '../edit/json'
import { type ElementRef, elementKey } from '../lab/element'
import { HOST, parseEndpoint } from '../lab/ids'
import { type Lab, type LabNode, labSchema } from '../lab/schema'
import { alignNames } from './align'
import { type Difference, differencesOf } from './difference'

export type Side = 'mine' | 'theirs'

/** An element that both sides changed, and what each of them did to it. */
export interface Clash {
  element: ElementRef
  mine: Difference[]
  theirs: Difference[]
}

export interface Merged {
  /** With everything of both sides, and at the clashes what `prefer` says. */
  lab: Lab
  clashes: Clash[]
  /** Both do not go together at all: `lab` is the preferred side, and nothing of the other. */
  whole?: true
}

/** A part that is changed as one: `nodes/red/routes`, `nodes/red/interfaces/eth0`, `links/ID`. */
interface Unit {
  path: readonly [string, ...string[]]
  value: unknown
}

/**
 * Brings two versions together that were both made from `base`. What only one side changed is taken from it; an element that both changed
 * in different ways, one that one side removed and the other changed, and one that only both changes together make wrong are clashes. Where
 * a card lies on the canvas never clashes: `prefer` says whose place counts. A name is what it is told by, and is merged by itself.
 */
export function mergeLabs(before: Lab, here: Lab, there: Lab, prefer: Side): Merged {
  const aligned = alignNames({ base: before, mine: here, theirs: there }, prefer)
  const { base, mine, theirs } = aligned.labs
  const sides = { base: unitsOf(base), mine: unitsOf(mine), theirs: unitsOf(theirs) }
  const chosen = new Map<string, Unit>()
  const clashing = new Map(aligned.clashing.map((element) => [elementKey(element), element]))
  for (const key of new Set([...sides.mine.keys(), ...sides.theirs.keys()])) {
    const [was, one, other] = [sides.base.get(key), sides.mine.get(key), sides.theirs.get(key)]
    const both = !same(was, one) && !same(was, other) && !same(one, other)
    const winner = both ? (prefer === 'mine' ? one : other) : same(was, one) ? other : one
    if (both) note(clashing, one ?? other)
    if (winner) chosen.set(key, winner)
  }
  keepNodesWhole({ base, mine, theirs, prefer, renamed: aligned.renamed }, chosen, clashing)
  const lab = labOf(chosen, prefer === 'mine' ? mine : theirs)
  for (const element of newErrors(lab, mine, theirs)) clashing.set(elementKey(element), element)
  if (clashing.size === 0) return { lab, clashes: [] }
  const done = { mine: differencesOf(before, here), theirs: differencesOf(before, there) }
  const clashes = [...clashing.values()].map((element): Clash => {
    const about = (side: Side) => (one: Difference) => {
      const of = aligned.named(one.change === 'removed' ? 'base' : side, one.element)
      return elementKey(of) === elementKey(element) || isGone(one.change, of, element)
    }
    return { element, mine: done.mine.filter(about('mine')), theirs: done.theirs.filter(about('theirs')) }
  })
  // What is only wrong together has one way out: the side that is preferred, whole.
  if (newErrors(lab, mine, theirs).length > 0) return { lab: prefer === 'mine' ? here : there, clashes, whole: true }
  return { lab, clashes }
}

/** Whether the difference is that the node which the element belongs to was removed. */
function isGone(change: Difference['change'], of: ElementRef, element: ElementRef): boolean {
  return change === 'removed' && of.kind === 'node' && element.kind === 'interface' && of.node === element.node
}

function same(a: Unit | undefined, b: Unit | undefined): boolean {
  return equalJson(a?.value, b?.value)
}

function note(clashing: Map<string, ElementRef>, unit: Unit | undefined): void {
  const element = unit && elementOf(unit.path)
  if (element) clashing.set(elementKey(element), element)
}

function elementOf([top, name = '', field, ifname]: Unit['path']): ElementRef | undefined {
  if (top === 'layout') return undefined
  if (top === 'links') return { kind: 'link', link: name }
  if (top !== 'nodes') return { kind: 'lab' }
  return field === 'interfaces' && ifname !== undefined
    ? { kind: 'interface', node: name, name: ifname }
    : { kind: 'node', node: name }
}

function unitsOf(lab: Lab): Map<string, Unit> {
  const units = new Map<string, Unit>()
  const add = (path: Unit['path'], value: unknown) => units.set(JSON.stringify(path), { path, value })
  if (lab.description !== undefined) add(['description'], lab.description)
  for (const [name, node] of Object.entries(lab.nodes)) {
    const { kind, id, interfaces = {}, ...fields } = node
    add(['nodes', name], { kind, id })
    for (const [field, value] of Object.entries(fields)) add(['nodes', name, field], value)
    // That there are some, even none: an empty map stays one.
    if (node.interfaces) add(['nodes', name, 'interfaces'], {})
    for (const [ifname, settings] of Object.entries(interfaces)) add(['nodes', name, 'interfaces', ifname], settings)
  }
  for (const [id, link] of Object.entries(lab.links)) add(['links', id], link)
  if (lab.layout) add(['layout'], {})
  for (const [name, position] of Object.entries(lab.layout ?? {})) add(['layout', name], position)
  return units
}

interface Sides {
  base: Lab
  mine: Lab
  theirs: Lab
  prefer: Side
  renamed: ReadonlySet<string>
}

/** A node that is of another kind on each side, or that one side removed and the other changed, renamed or joined is taken whole from the preferred side, with its links. */
function keepNodesWhole(
  { base, mine, theirs, prefer, renamed }: Sides,
  chosen: Map<string, Unit>,
  clashing: Map<string, ElementRef>,
): void {
  for (const name of new Set([...Object.keys(base.nodes), ...Object.keys(mine.nodes)])) {
    const [was, here, there] = [base.nodes[name], mine.nodes[name], theirs.nodes[name]]
    // Of two kinds it is two nodes, of which no mixture can be made.
    if (here && there ? here.kind === there.kind : !was || (!here && !there)) continue
    const element: ElementRef = { kind: 'node', node: name }
    const untouched = (lab: Lab) => equalJson(lab.nodes[name], was) && equalJson(linksAt(lab, name), linksAt(base, name))
    if ([mine, theirs].some((lab) => lab.nodes[name] && untouched(lab)) && !renamed.has(elementKey(element))) continue
    clashing.set(elementKey(element), element)
    const winner = unitsOf(prefer === 'mine' ? mine : theirs)
    const ids = new Set([...linksAt(mine, name), ...linksAt(theirs, name)].map(([id]) => id))
    for (const [key, unit] of [...unitsOf(mine), ...unitsOf(theirs), ...chosen]) {
      const [top, first = ''] = unit.path
      if (!((top === 'nodes' || top === 'layout') && first === name) && !(top === 'links' && ids.has(first))) continue
      const value = winner.get(key)
      if (value) chosen.set(key, value)
      else chosen.delete(key)
    }
  }
}

function linksAt(lab: Lab, node: string): [string, Lab['links'][string]][] {
  return Object.entries(lab.links).filter(([, { endpoints }]) => endpoints.some((end) => parseEndpoint(end).node === node))
}

/** In the order of the preferred side, then what is new. Parts of a node that is in neither are left out. */
function labOf(units: ReadonlyMap<string, Unit>, order: Lab): Lab {
  const heads = new Map<string, Record<string, unknown>>()
  const sorted = [...unitsOf(order).keys()].filter((key) => units.has(key))
  const all = new Map([...sorted, ...units.keys()].map((key) => [key, units.get(key)]))
  for (const unit of all.values()) {
    const [top, name = ''] = unit?.path ?? ['']
    if (unit && top === 'nodes' && unit.path.length === 2) heads.set(name, withoutUndefined(unit.value))
  }
  const lab: Record<string, unknown> = { netloom: order.netloom, name: order.name }
  const links: Record<string, unknown> = {}
  const layout: Record<string, unknown> = {}
  for (const unit of all.values()) {
    const [top, name = '', field = '', ifname] = unit?.path ?? ['']
    const node = heads.get(name)
    if (!unit) continue
    if (top === 'description') lab.description = unit.value
    else if (top === 'links') links[name] = unit.value
    else if (top === 'layout') {
      if (node || name === '') layout[name] = unit.value
    } else if (node && field === 'interfaces')
      node.interfaces = { ...(node.interfaces as object | undefined), ...(ifname === undefined ? {} : { [ifname]: unit.value }) }
    else if (node && field !== '') node[field] = unit.value
  }
  const nodes = Object.fromEntries(heads)
  const standing = Object.entries(links).filter(([, link]) =>
    (link as Lab['links'][string]).endpoints.every((end) => Object.hasOwn(nodes, parseEndpoint(end).node)),
  )
  return labSchema.parse({
    ...lab,
    nodes: HOST in nodes ? nodes : { [HOST]: { kind: 'host' } satisfies LabNode, ...nodes },
    links: Object.fromEntries(standing),
    ...placed(layout),
  })
}

/** Under the empty name stands that there is a layout. */
function placed({ '': some, ...layout }: Record<string, unknown>): { layout?: object } {
  return some || Object.keys(layout).length > 0 ? { layout } : {}
}

function withoutUndefined(value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value as object).filter(([, one]) => one !== undefined))
}

/** What is wrong with the merged lab and with neither side, such as an interface that both have joined. */
function newErrors(lab: Lab, mine: Lab, theirs: Lab): ElementRef[] {
  const errors = (one: Lab) => checkLab(one).filter(({ severity }) => severity === 'error')
  const known = new Set([...errors(mine), ...errors(theirs)].map(({ code, element }) => `${code} ${elementKey(element)}`))
  return errors(lab)
    .filter(({ code, element }) => !known.has(`${code} ${elementKey(element)}`))
    .map(({ element }) => element)
}
