import { applyCommand } from '../edit/apply'
import type { Refused } from '../edit/build'
import type { Command } from '../edit/change'
import { renameInterface, renameNode } from '../edit/rename'
import { type ElementRef, elementKey } from '../lab/element'
import { nodeId, parseEndpoint } from '../lab/ids'
import type { Lab } from '../lab/schema'

export const VERSIONS = ['base', 'mine', 'theirs'] as const
export type Version = (typeof VERSIONS)[number]

/** Three versions of a lab in which an element has one name, whatever each of them calls it. */
export interface Aligned {
  labs: Record<Version, Lab>
  /** What a side has renamed, by those names. */
  renamed: ReadonlySet<string>
  /** What both sides have renamed, each to something else. */
  clashing: ElementRef[]
  /** An element of a version by those names. */
  named: (version: Version, element: ElementRef) => ElementRef
}

/** More renamed elements than these are left as they are: each is an edit of its own. */
const MOST = 200

type Names = Partial<Record<Version, string>>

/** The name that counts: the one that a side gave, the preferred side's where both did. */
function nameFor({ base, mine, theirs }: Names, prefer: 'mine' | 'theirs'): string | undefined {
  if (mine === undefined || theirs === undefined) return mine ?? theirs
  if (mine === base) return theirs
  return theirs === base || prefer === 'mine' ? mine : theirs
}

class Alignment implements Aligned {
  readonly labs: Record<Version, Lab>
  readonly renamed = new Set<string>()
  readonly clashing: ElementRef[] = []
  /** By `VERSION ELEMENT`, in the order in which they were renamed: nodes before the interfaces in them. */
  private readonly nodes = new Map<string, string>()
  private readonly interfaces = new Map<string, string>()
  private left = MOST

  constructor(
    labs: Record<Version, Lab>,
    private readonly prefer: 'mine' | 'theirs',
  ) {
    this.labs = { ...labs }
  }

  /** Renames in every version that calls it something else; in none where one of them cannot. True when they now agree. */
  private agree(names: Names, to: string, rename: (lab: Lab, from: string) => Command | Refused): boolean {
    const labs = { ...this.labs }
    for (const version of VERSIONS) {
      const from = names[version]
      if (from === undefined || from === to) continue
      const command = rename(labs[version], from)
      const result = 'refused' in command ? undefined : applyCommand(labs[version], command)
      if (!result?.ok) return false
      labs[version] = result.lab
    }
    Object.assign(this.labs, labs)
    return true
  }

  private align(
    names: Names,
    elementOf: (name: string) => ElementRef,
    rename: (to: string) => (lab: Lab, from: string) => Command | Refused,
  ): void {
    const to = nameFor(names, this.prefer)
    const { base, mine, theirs } = names
    const given = new Set([base, mine, theirs].filter((name) => name !== undefined))
    if (to === undefined || given.size < 2 || this.left-- <= 0 || !this.agree(names, to, rename(to))) return
    const element = elementOf(to)
    this.renamed.add(elementKey(element))
    if (given.size === 3) this.clashing.push(element)
    for (const version of VERSIONS) {
      const from = names[version]
      if (from === undefined || from === to) continue
      const map = element.kind === 'node' ? this.nodes : this.interfaces
      map.set(`${version} ${elementKey(elementOf(from))}`, to)
    }
  }

  alignNodes(): void {
    const byId = (lab: Lab) => new Map(Object.entries(lab.nodes).map(([name, node]) => [nodeId(name, node), name]))
    const [mine, theirs] = [byId(this.labs.mine), byId(this.labs.theirs)]
    for (const [id, base] of byId(this.labs.base)) {
      const names: Names = { base }
      const [here, there] = [mine.get(id), theirs.get(id)].map((name, at) =>
        this.ofKind(base, name, at === 0 ? 'mine' : 'theirs'),
      )
      if (here !== undefined) names.mine = here
      if (there !== undefined) names.theirs = there
      this.align(
        names,
        (node) => ({ kind: 'node', node }),
        (to) => (lab, from) => renameNode(lab, from, to),
      )
    }
  }

  /** The name, unless what has it is of another kind than the node was: then it is another node. */
  private ofKind(base: string, name: string | undefined, side: 'mine' | 'theirs'): string | undefined {
    const { labs } = this
    return name !== undefined && labs[side].nodes[name]?.kind === labs.base.nodes[base]?.kind ? name : undefined
  }

  /** An end of a link that stayed in its node under another name: the interface was renamed. */
  alignInterfaces(): void {
    for (const id of Object.keys(this.labs.base.links)) {
      for (const end of [0, 1] as const) {
        const ends = VERSIONS.map((version) => this.labs[version].links[id]?.endpoints[end])
        const [base, mine, theirs] = ends.map((text) => (text === undefined ? undefined : parseEndpoint(text)))
        if (!base || !mine || !theirs || base.node !== mine.node || base.node !== theirs.node) continue
        const { node } = base
        this.align(
          { base: base.interface, mine: mine.interface, theirs: theirs.interface },
          (name) => ({ kind: 'interface', node, name }),
          (to) => (lab, from) => renameInterface(lab, node, from, to),
        )
      }
    }
  }

  named = (version: Version, element: ElementRef): ElementRef => {
    if (!('node' in element)) return element
    const node = this.nodes.get(`${version} ${elementKey({ kind: 'node', node: element.node })}`) ?? element.node
    const moved = { ...element, node }
    if (moved.kind !== 'interface') return moved
    return { ...moved, name: this.interfaces.get(`${version} ${elementKey(moved)}`) ?? moved.name }
  }
}

/**
 * Gives the elements that the versions share one name each, and with it what names them: links, routes, rules. Then a change that one
 * side made and a name that the other gave are two changes of one element, and go together. What cannot be renamed so (two names that
 * were exchanged) stays.
 */
export function alignNames(labs: Record<Version, Lab>, prefer: 'mine' | 'theirs'): Aligned {
  const alignment = new Alignment(labs, prefer)
  alignment.alignNodes()
  alignment.alignInterfaces()
  return alignment
}
