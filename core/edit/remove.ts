import type { ElementRef } from '../lab/element'
import { HOST, parseEndpoint } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { bridgesOn, homeOf, linksOf } from '../lab/view'
import { Edit, type Refused, refuse } from './build'
import type { Command } from './change'
import { dropInterface, patchInterface } from './set-interface'

type List = 'routes' | 'nat' | 'neighbours'

/** What an edit removes, gathered before the first change. */
class Removal {
  readonly nodes = new Set<string>()
  readonly links = new Set<string>()
  /** Interfaces whose entries go: `node` and name. */
  readonly interfaces: { node: string; name: string }[] = []
  readonly items = {
    routes: new Map<string, Set<number>>(),
    nat: new Map<string, Set<number>>(),
    neighbours: new Map<string, Set<number>>(),
  }

  constructor(private readonly lab: Lab) {}

  node(name: string): void {
    if (name === HOST || this.nodes.has(name) || !this.lab.nodes[name]) return
    this.nodes.add(name)
    for (const { link } of linksOf(this.lab, name)) this.link(link)
    // A bridge lives in its namespace and goes with it.
    if (this.lab.nodes[name].kind !== 'bridge') for (const bridge of bridgesOn(this.lab, name)) this.node(bridge)
  }

  link(id: string): void {
    const link = this.lab.links[id]
    if (!link || this.links.has(id)) return
    this.links.add(id)
    for (const endpoint of link.endpoints) {
      const { node, interface: name } = parseEndpoint(endpoint)
      this.interface(node, name)
    }
  }

  /** The entry of an interface, and the routes and neighbours that name it: the kernel drops those with the device. */
  interface(node: string, name: string): void {
    this.interfaces.push({ node, name })
    const home = homeOf(this.lab, node)
    const found = this.lab.nodes[home]
    if (!found || found.kind === 'bridge') return
    for (const [index, { dev }] of (found.routes ?? []).entries()) if (dev === name) this.item('routes', home, index)
    for (const [index, { dev }] of (found.neighbours ?? []).entries()) if (dev === name) this.item('neighbours', home, index)
  }

  item(list: List, node: string, index: number): void {
    const indexes = this.items[list].get(node) ?? new Set()
    this.items[list].set(node, indexes.add(index))
  }

  add(ref: ElementRef): void {
    if (ref.kind === 'node') this.node(ref.node)
    else if (ref.kind === 'link') this.link(ref.link)
    else if (ref.kind === 'route') this.item('routes', ref.node, ref.index)
    else if (ref.kind === 'nat') this.item('nat', ref.node, ref.index)
    else if (ref.kind === 'interface') this.drawnInterface(ref.node, ref.name)
  }

  private drawnInterface(node: string, name: string): void {
    const link = linksOf(this.lab, node).find((view) => view.name === name)
    if (link) this.link(link.link)
    else if (node === name && this.lab.nodes[node]?.kind === 'bridge') this.node(node)
    else this.interface(node, name)
  }

  command(): Command {
    const edit = new Edit(this.lab)
    for (const list of ['routes', 'nat', 'neighbours'] as const)
      for (const [node, indexes] of this.items[list]) if (!this.nodes.has(node)) this.removeItems(edit, list, node, indexes)
    for (const link of this.links) edit.set(['links', link], undefined)
    for (const { node, name } of this.interfaces) if (!this.nodes.has(node)) dropInterface(edit, node, name)
    // What was the port of a bridge stays the computer's, and is a port no more.
    for (const [name, { bridge }] of Object.entries(this.lab.nodes[HOST]?.interfaces ?? {}))
      if (bridge !== undefined && this.nodes.has(bridge)) patchInterface(edit, HOST, name, { bridge: undefined })
    for (const node of this.nodes) {
      edit.set(['nodes', node], undefined)
      edit.set(['layout', node], undefined)
    }
    return edit.command('remove')
  }

  private removeItems(edit: Edit, list: List, node: string, indexes: ReadonlySet<number>): void {
    const found = this.lab.nodes[node]
    const length = found && found.kind !== 'bridge' ? (found[list]?.length ?? 0) : 0
    const gone = [...indexes].filter((index) => index < length).sort((a, b) => b - a)
    if (gone.length === length) edit.set(['nodes', node, list], undefined)
    else for (const index of gone) edit.set(['nodes', node, list, index], undefined)
  }
}

/**
 * Removes elements with all that cannot be without them: a node's links, the bridges inside a namespace, an interface's
 * link, and the routes and neighbours that name a device that goes. The host stays.
 */
export function removeElements(lab: Lab, refs: readonly ElementRef[]): Command | Refused {
  const others = refs.filter((ref) => ref.kind !== 'lab' && !(ref.kind === 'node' && ref.node === HOST))
  const [first] = refs
  if (!first) return refuse('nothing-selected', { kind: 'lab' })
  if (!others.length) return refuse('host-stays', first)
  const removal = new Removal(lab)
  for (const ref of others) removal.add(ref)
  return removal.command()
}
