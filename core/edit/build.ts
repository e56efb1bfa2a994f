import type { Diagnostic } from '../check/diagnostic'
import type { ElementRef } from '../lab/element'
import type { Lab } from '../lab/schema'
import type { CommandLabel } from '../text/commands.en'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { Change, Command } from './change'
import { equalJson } from './json'

/** Why an edit cannot be made, in the words of a diagnostic. */
export interface Refused {
  refused: Diagnostic
}

type Json = Extract<Change, { change: 'set' }>['to']
type Path = (string | number)[]

/** A refusal of an edit of `element`. */
export function refuse(code: DiagnosticCode, element: ElementRef, params: Record<string, string | number> = {}): Refused {
  return { refused: { code, severity: 'error', element, path: [], params } }
}

/** The refusal for what is no longer there. */
export function missing(name: string): Refused {
  return refuse('no-such-element', { kind: 'lab' }, { name })
}

function valueAt(lab: Lab, path: Path): Json {
  let value: unknown = lab
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value as Json
}

/** Collects changes, each made on the lab that the ones before it left, so that what they expect is right. */
export class Edit {
  private readonly changes: Change[] = []
  /** Containers that were copied since `lab` was last looked at and may be written into. */
  private own = new WeakSet<object>()

  constructor(private current: Lab) {}

  /** The lab after the changes so far: a value of its own, which later changes leave alone. */
  get lab(): Lab {
    this.own = new WeakSet()
    return this.current
  }

  /** Sets or, with undefined, removes the value at `path`; nothing when it is so already. Maps above it are made where missing. */
  set(path: Path, to: unknown): this {
    for (let length = 1; length < path.length; length++) {
      if (to === undefined || valueAt(this.current, path.slice(0, length)) !== undefined) continue
      const wrapped = path.slice(length).reduceRight<unknown>((value, key) => ({ [key]: value }), clean(to))
      return this.make({ change: 'set', path: path.slice(0, length), to: wrapped as Json })
    }
    const from = valueAt(this.current, path)
    const wanted = clean(to)
    if (equalJson(from, wanted)) return this
    return this.make({
      change: 'set',
      path,
      ...(from === undefined ? {} : { from }),
      ...(wanted === undefined ? {} : { to: wanted }),
    })
  }

  rename(path: string[], from: string, to: string): this {
    return this.make({ change: 'rename', path, from, to })
  }

  run(command: Command): this {
    for (const change of command.changes) this.make(change)
    return this
  }

  /** The changes as one undo step. */
  command(label: CommandLabel): Command {
    return { label, changes: this.changes }
  }

  /**
   * Makes one change of a builder's own, without the schema: half of an edit need not be a lab. What it expects was just
   * read from this lab, so there is nothing to refuse.
   */
  private make(change: Change): this {
    this.changes.push(change)
    const root: Container = { lab: this.current }
    this.own.add(root)
    const steps = ['lab', ...change.path]
    const key = steps.pop() ?? 'lab'
    let parent = root
    for (const step of steps) parent = this.writable(parent, step)
    if (change.change === 'rename') {
      const entries = Object.entries(parent[key] as Container)
      parent[key] = Object.fromEntries(entries.map(([name, value]) => [name === change.from ? change.to : name, value]))
    } else if (Array.isArray(parent)) {
      if (change.to === undefined) parent.splice(Number(key), 1)
      else parent.splice(Number(key), change.from === undefined ? 0 : 1, change.to)
    } else if (change.to === undefined) delete parent[key]
    else parent[key] = change.to
    this.current = root.lab as Lab
    return this
  }

  private writable(parent: Container, key: string | number): Container {
    const value = parent[key] as Container
    if (this.own.has(value)) return value
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Container
    parent[key] = copy
    this.own.add(copy)
    return copy
  }
}

type Container = Record<string | number, unknown>

/** A value without fields that are undefined, as a change carries it. */
function clean(value: unknown): Json {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}
