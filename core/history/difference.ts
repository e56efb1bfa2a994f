import { equalJson, isContainer } from '../edit/json'
import type { ElementRef } from '../lab/element'
import { nodeId, parseEndpoint } from '../lab/ids'
import type { Lab, LabNode, Link } from '../lab/schema'

/** One thing that two versions of a lab do not share. Elements are those of the later version, what was removed that of the earlier. */
export type Difference = { /** Of a link: its two ends, to be told by. */ ends?: string } & (
  | { change: 'added' | 'removed'; element: ElementRef }
  | { change: 'renamed'; element: ElementRef; from: string; to: string }
  /** A card was dragged: it never affects the kernel. */
  | { change: 'placed'; element: ElementRef }
  /** The order of a list whose order counts. */
  | { change: 'reordered'; element: ElementRef; field: string }
  /** A value: `from` is absent where there was none, `to` where there is none now. Of a list, one item. */
  | { change: 'value'; element: ElementRef; field: string; from?: unknown; to?: unknown }
)

/** What `after` has that `before` has not, and the other way round: element by element, in the order of `after`. */
export function differencesOf(before: Lab, after: Lab): Difference[] {
  return new Comparison(before, after).all()
}

class Comparison {
  private readonly found: Difference[] = []
  /** Node names of the later version by those of the earlier. */
  private readonly nodes = new Map<string, string>()
  /** Interface names of the later version by those of the earlier, `NODE:INTERFACE` in the later version's node names. */
  private readonly interfaces = new Map<string, string>()

  constructor(
    private readonly before: Lab,
    private readonly after: Lab,
  ) {
    const byId = new Map(Object.entries(after.nodes).map(([name, node]) => [nodeId(name, node), name]))
    for (const [name, node] of Object.entries(before.nodes)) {
      const now = byId.get(nodeId(name, node))
      if (now !== undefined) this.nodes.set(name, now)
    }
    for (const [id, link] of Object.entries(before.links)) {
      const now = after.links[id]
      for (const end of now ? ([0, 1] as const) : []) this.noteRename(link.endpoints[end], now?.endpoints[end] ?? '')
    }
  }

  /** An end that stayed in its node under another name: the interface was renamed. */
  private noteRename(was: string, is: string): void {
    const from = parseEndpoint(was)
    const to = parseEndpoint(is)
    if (this.nodes.get(from.node) !== to.node || from.interface === to.interface) return
    this.interfaces.set(`${to.node}:${from.interface}`, to.interface)
  }

  all(): Difference[] {
    const { before, after } = this
    this.value({ kind: 'lab' }, 'description', before.description, after.description)
    const earlier = new Map([...this.nodes].map(([was, is]) => [is, was]))
    for (const [name, node] of Object.entries(after.nodes)) {
      const was = earlier.get(name)
      const old = was === undefined ? undefined : before.nodes[was]
      if (was === undefined || !old) this.found.push({ change: 'added', element: { kind: 'node', node: name } })
      else this.node(was, old, name, node)
    }
    for (const name of Object.keys(before.nodes))
      if (!this.nodes.has(name)) this.found.push({ change: 'removed', element: { kind: 'node', node: name } })
    this.links()
    return this.found
  }

  private node(was: string, old: LabNode, name: string, node: LabNode): void {
    const element: ElementRef = { kind: 'node', node: name }
    if (was !== name) this.found.push({ change: 'renamed', element, from: was, to: name })
    const { interfaces: before = {}, id: _, ...oldRest } = old
    const { interfaces: after = {}, id: __, ...rest } = node
    this.fields(element, '', oldRest, rest)
    const taken = new Set<string>()
    for (const [ifname, settings] of Object.entries(before)) {
      const now = this.interfaces.get(`${name}:${ifname}`) ?? ifname
      taken.add(now)
      this.fields({ kind: 'interface', node: name, name: now }, '', settings, after[now] ?? {})
    }
    for (const [ifname, settings] of Object.entries(after))
      if (!taken.has(ifname)) this.fields({ kind: 'interface', node: name, name: ifname }, '', {}, settings)
    for (const [key, now] of this.interfaces) {
      const from = key.slice(name.length + 1)
      if (key.startsWith(`${name}:`))
        this.found.push({ change: 'renamed', element: { kind: 'interface', node: name, name: now }, from, to: now })
    }
    if (!equalJson(this.before.layout?.[was], this.after.layout?.[name])) this.found.push({ change: 'placed', element })
  }

  private links(): void {
    for (const [id, link] of Object.entries(this.after.links)) {
      const old = this.before.links[id]
      const element: ElementRef = { kind: 'link', link: id }
      if (!old) this.found.push({ change: 'added', element, ends: endsOf(link) })
      else this.ends(element, old, link)
    }
    for (const [id, link] of Object.entries(this.before.links))
      if (!Object.hasOwn(this.after.links, id))
        this.found.push({ change: 'removed', element: { kind: 'link', link: id }, ends: endsOf(link) })
  }

  /** An end that moved to another node; that its node or interface was renamed is said there. */
  private ends(element: ElementRef, old: Link, link: Link): void {
    for (const end of [0, 1] as const) {
      const from = old.endpoints[end]
      const to = link.endpoints[end]
      if (from !== to && this.nodes.get(parseEndpoint(from).node) !== parseEndpoint(to).node)
        this.found.push({ change: 'value', element, field: 'end', from, to, ends: endsOf(link) })
    }
  }

  /** The fields of a map, those of maps in it included (`filter.input.policy`). */
  private fields(element: ElementRef, prefix: string, before: object, after: object): void {
    const old = new Map(Object.entries(before))
    const now = new Map(Object.entries(after))
    for (const key of new Set([...now.keys(), ...old.keys()])) this.value(element, prefix + key, old.get(key), now.get(key))
  }

  private value(element: ElementRef, field: string, from: unknown, to: unknown): void {
    if (equalJson(from, to)) return
    // An empty list that was not there before, or the other way round, has no items: it is a value like another.
    if (Array.isArray(from ?? to) && (hasItems(from) || hasItems(to))) this.list(element, field, from ?? [], to ?? [])
    // A container's or a DHCP server's settings read best as one; a filter is many.
    else if (field.startsWith('filter') && isContainer(from ?? to)) this.fields(element, `${field}.`, from ?? {}, to ?? {})
    else
      this.found.push({
        change: 'value',
        element,
        field,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      })
  }

  private list(element: ElementRef, field: string, from: unknown, to: unknown): void {
    if (!Array.isArray(from) || !Array.isArray(to)) return
    const left = [...to]
    const gone = from.filter((item) => {
      const at = left.findIndex((other) => equalJson(item, other))
      if (at !== -1) left.splice(at, 1)
      return at === -1
    })
    if (gone.length + left.length === 0) this.found.push({ change: 'reordered', element, field })
    for (let at = 0; at < Math.max(gone.length, left.length); at++)
      this.found.push({
        change: 'value',
        element,
        field,
        ...(at < gone.length ? { from: gone[at] } : {}),
        ...(at < left.length ? { to: left[at] } : {}),
      })
  }
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

function endsOf(link: Link): string {
  return link.endpoints.join(' – ')
}
