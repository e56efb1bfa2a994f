import type { Diagnostic, DocPath } from '../check/diagnostic'
import { HOST, parseEndpoint } from '../lab/ids'
import { LIMITS } from '../lab/limits'
import type { Lab } from '../lab/schema'
import { isNodeName } from '../net/names'
import type { Change, Command } from './change'
import { equalJson, hasPrototypeKey, isContainer, isPrototypeKey, nestsDeeper } from './json'
import { badNodeName, danglingLink, noHost, prototypeKey, secondHost, tooDeep, tooManyNodes } from './refusal'

/** Why a command was refused; `path` is the value that it is about. */
export interface Refusal {
  ok: false
  /** `conflict`: the lab does not hold what the command expected there. `invalid`: the result would not be a lab. */
  problem: 'conflict' | 'invalid'
  path: readonly (string | number)[]
  /** The schema's own words, for the log. */
  text: string
  /** The same for a reader, where it is something about the lab and not about who came first. */
  diagnostics?: Diagnostic[]
}

export type Applied = { ok: true; lab: Lab } | Refusal

/** A rename rebuilds its map, so a command of nothing but renames must not be quadratic in a big lab. */
const MAX_RENAMES = 1000

/** What is wrong with the form of the value at a path, or undefined. */
type Form = (value: unknown, at: DocPath) => FormProblem | undefined

/** Where in the value, and the schema's own words. */
export interface FormProblem {
  path: (string | number)[]
  text: string
  diagnostics: Diagnostic[]
}

/** The forms that a lab's parts are held to. */
export interface Forms {
  lab: Form
  node: Form
  link: Form
  links: Form
  position: Form
}

/**
 * Carries out a command as one: all of its changes or none. Whatever it does not touch keeps its identity, so that views re-render only
 * what changed. Each change is held to what it expected (`from`), and each element that was touched to its form; the rest of the lab is
 * not looked at again, which keeps an edit of a lab with 5,000 nodes cheap. Without `forms`, whoever decides about the command has to
 * hold it to them (`applyCommand` does).
 */
export function changeLab(lab: Lab, command: Command, forms?: Forms): Applied {
  const edit = new Edit(lab, forms)
  let renames = 0
  for (const change of command.changes) {
    if (change.change === 'rename' && ++renames > MAX_RENAMES) return invalid(change.path, 'too many renames in one command')
    const refusal = edit.change(change)
    if (refusal) return refusal
  }
  return edit.finish()
}

/** The command that takes `command` back, given that it was applied: its changes reversed, last first. */
export function invertCommand(command: Command): Command {
  return {
    label: command.label,
    changes: command.changes.toReversed().map((change): Change => {
      if (change.change === 'rename') return { ...change, from: change.to, to: change.from }
      const { from, to, ...rest } = change
      return { ...rest, ...(to === undefined ? {} : { from: to }), ...(from === undefined ? {} : { to: from }) }
    }),
  }
}

type Json = Extract<Change, { change: 'set' }>['to']

class Edit {
  private readonly root: { lab: Lab }
  /** Containers that this edit made and may therefore write into. */
  private readonly own = new WeakSet<object>()
  private readonly touched = { nodes: new Set<string>(), links: new Set<string>(), layout: new Set<string>(), top: false }
  private nodesGone = false

  constructor(
    lab: Lab,
    private readonly forms: Forms | undefined,
  ) {
    this.root = { lab }
    this.own.add(this.root)
  }

  change(change: Change): Refusal | undefined {
    const { path } = change
    if (path.some((key) => typeof key === 'string' && isPrototypeKey(key))) return invalid(path, 'not a name', prototypeKey(path))
    return change.change === 'set' ? this.set(path, change.from, change.to) : this.rename(change.path, change.from, change.to)
  }

  private set(path: (string | number)[], from: Json, to: Json): Refusal | undefined {
    const parent = this.container(path.slice(0, -1))
    const key = path.at(-1)
    if (!parent || key === undefined) return conflict(path, 'its parent is gone')
    if (nestsDeeper(to, LIMITS.depth)) return invalid(path, 'too deep', tooDeep(path))
    if (hasPrototypeKey(to)) return invalid(path, 'not a plain value', prototypeKey(path))
    const inList = Array.isArray(parent)
    if (inList !== (typeof key === 'number')) return conflict(path, 'a list takes an index and a map a name')
    if (inList && from === undefined) {
      // Between two elements there is nothing to expect: adding to a list puts the value at the index.
      if ((key as number) > parent.length) return conflict(path, 'the list is shorter')
      if (to !== undefined) parent.splice(key as number, 0, to)
    } else {
      const found = Object.hasOwn(parent, key) ? (parent as Record<string | number, Json>)[key] : undefined
      if (!equalJson(found, from)) return conflict(path, 'another value is there now')
      if (to !== undefined) (parent as Record<string | number, Json>)[key] = to
      else if (inList) parent.splice(key as number, 1)
      else delete (parent as Record<string | number, Json>)[key]
    }
    this.touch(path)
    if (path[0] === 'nodes' && (path.length === 1 || (path.length === 2 && to === undefined))) this.nodesGone = true
    return undefined
  }

  private rename(path: string[], from: string, to: string): Refusal | undefined {
    if (isPrototypeKey(from) || isPrototypeKey(to)) return invalid([...path, to], 'not a name', prototypeKey([...path, to]))
    const map = this.container(path)
    if (!map || Array.isArray(map)) return conflict(path, 'the map is gone')
    if (!Object.hasOwn(map, from)) return conflict([...path, from], 'it is gone')
    if (from !== to && Object.hasOwn(map, to)) return conflict([...path, to], 'the name is taken')
    const entries = Object.entries(map)
    for (const [key] of entries) delete map[key]
    // Assigning anew in order keeps the renamed key in its place.
    for (const [key, value] of entries) map[key === from ? to : key] = value
    this.touch([...path, from])
    this.touch([...path, to])
    if (path.length === 1 && path[0] === 'nodes') this.nodesGone = true
    return undefined
  }

  /** The container at `path`, copied on first touch together with those above it; undefined when there is none. */
  private container(path: (string | number)[]): Record<string, Json> | Json[] | undefined {
    let parent = this.root as unknown as Record<string | number, unknown>
    let here = this.writable(parent, 'lab')
    for (const key of path) {
      if (!here || !Object.hasOwn(here, key)) return undefined
      parent = here as Record<string | number, unknown>
      here = this.writable(parent, key)
    }
    return here as Record<string, Json> | Json[] | undefined
  }

  private writable(parent: Record<string | number, unknown>, key: string | number): object | undefined {
    const value = parent[key]
    if (!isContainer(value)) return undefined
    if (this.own.has(value)) return value
    const copy = Array.isArray(value) ? [...value] : { ...value }
    parent[key] = copy
    this.own.add(copy)
    return copy
  }

  private touch(path: readonly (string | number)[]): void {
    const [map, key] = path
    if ((map === 'nodes' || map === 'links' || map === 'layout') && typeof key === 'string') this.touched[map].add(key)
    else this.touched.top = true
  }

  finish(): Applied {
    const { lab } = this.root
    if (this.touched.top) {
      const problem = this.forms?.lab(lab, [])
      if (problem) return formRefusal([], problem)
    }
    const count = Object.keys(lab.nodes).length
    if (count > LIMITS.nodes) return invalid(['nodes'], `more than ${LIMITS.nodes} nodes`, tooManyNodes(count))
    if (lab.nodes[HOST]?.kind !== 'host') return invalid(['nodes', HOST], 'the host is always there', noHost(HOST))
    const refusal = this.checkNodes(lab) ?? this.checkLinks(lab) ?? this.checkLayout(lab)
    return refusal ?? { ok: true, lab }
  }

  private checkNodes(lab: Lab): Refusal | undefined {
    for (const name of this.touched.nodes) {
      if (!Object.hasOwn(lab.nodes, name)) continue
      const path = ['nodes', name]
      if (!isNodeName(name)) return invalid(path, 'bad-node-name', badNodeName(path, name))
      const problem = this.forms?.node(lab.nodes[name], path)
      if (problem) return formRefusal(path, problem)
      if (name !== HOST && lab.nodes[name]?.kind === 'host')
        return invalid([...path, 'kind'], 'there is one host', secondHost(name))
    }
    return undefined
  }

  /** A link whose node is gone is never left behind, whoever came first: the one who deleted the node or the one who joined it. */
  private checkLinks(lab: Lab): Refusal | undefined {
    for (const id of this.touched.links) {
      if (!Object.hasOwn(lab.links, id)) continue
      const problem = this.forms?.links({ [id]: lab.links[id] }, ['links'])
      if (problem) return formRefusal(['links'], problem)
    }
    for (const id of this.nodesGone ? Object.keys(lab.links) : this.touched.links) {
      const link = lab.links[id]
      if (!link || this.forms?.link(link, ['links', id])) continue
      for (const [end, endpoint] of link.endpoints.entries()) {
        const { node } = parseEndpoint(endpoint)
        const path = ['links', id, 'endpoints', end]
        if (!Object.hasOwn(lab.nodes, node)) return conflict(path, 'its node is gone', danglingLink(path, id, node))
      }
    }
    return undefined
  }

  private checkLayout(lab: Lab): Refusal | undefined {
    for (const name of this.touched.layout) {
      if (!lab.layout || !Object.hasOwn(lab.layout, name)) continue
      const path = ['layout', name]
      if (!isNodeName(name)) return invalid(path, 'bad-node-name', badNodeName(path, name))
      const problem = this.forms?.position(lab.layout[name], path)
      if (problem) return formRefusal(path, problem)
    }
    return undefined
  }
}

function conflict(path: DocPath, text: string, diagnostic?: Diagnostic): Refusal {
  return { ok: false, problem: 'conflict', path, text, ...(diagnostic && { diagnostics: [diagnostic] }) }
}

function invalid(path: DocPath, text: string, diagnostic?: Diagnostic): Refusal {
  return { ok: false, problem: 'invalid', path, text, ...(diagnostic && { diagnostics: [diagnostic] }) }
}

function formRefusal(at: DocPath, { path, text, diagnostics }: FormProblem): Refusal {
  return { ok: false, problem: 'invalid', path: [...at, ...path], text, diagnostics }
}
