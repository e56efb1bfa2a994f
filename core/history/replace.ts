import type { Change, Command } from '../edit/change'
import { equalJson, isContainer } from '../edit/json'
import type { Lab } from '../lab/schema'

type Path = (string | number)[]
type Json = Extract<Change, { change: 'set' }>['to']

/** A command has at most so many changes; past it, whole maps are put in place of each other. */
const MAX_CHANGES = 20_000
/** How deep values are told apart: past it, one is put in place of the other. */
const MAX_DEPTH = 6

/**
 * The edit that turns one version of a lab into another; undefined where they say the same. It touches only what differs, so that it
 * fits beside the edits of others, and can be undone like any other.
 */
export function replaceLab(before: Lab, after: Lab, label: string): Command | undefined {
  const fine = changesBetween(before, after, [], MAX_DEPTH)
  const changes = fine.length <= MAX_CHANGES ? fine : changesBetween(before, after, [], 1)
  return changes.length === 0 ? undefined : { label, changes }
}

function changesBetween(before: object, after: object, path: Path, depth: number): Change[] {
  const old = new Map<string, Json>(Object.entries(before))
  const now = new Map<string, Json>(Object.entries(after))
  const changes: Change[] = []
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const from = old.get(key)
    const to = now.get(key)
    if (equalJson(from, to)) continue
    const at = [...path, key]
    if (depth > 1 && isMap(from) && isMap(to) && from.kind === to.kind) changes.push(...changesBetween(from, to, at, depth - 1))
    else changes.push({ change: 'set', path: at, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })
  }
  return changes
}

function isMap(value: Json): value is { [key: string]: Exclude<Json, undefined> } {
  return isContainer(value) && !Array.isArray(value)
}
