import type { MachineState, NetnsState, StateChange } from './state'

type Namespaces = MachineState['namespaces']

/** What became of one namespace; `links` are the indexes of those that are not the same object in both. */
type Visit = (before: NetnsState | undefined, now: NetnsState | undefined, links: readonly string[]) => void

/** What made one state's namespaces of another's. `from` stands for the other, so that the old state need not be kept. */
interface Origin {
  from: object
  changes: StateChange['namespaces']
}

const tokens = new WeakMap<Namespaces, object>()
const origins = new WeakMap<Namespaces, Origin>()

/** Notes that a change made `now` of `before`, so that who follows the states does not have to compare them. */
export function noteChange(before: Namespaces, now: Namespaces, changes: StateChange['namespaces']): void {
  let from = tokens.get(before)
  if (!from) {
    from = {}
    tokens.set(before, from)
  }
  origins.set(now, { from, changes })
}

/** Visits each namespace that is not the same object in both. One change leaves a thousand others, and most links of its own, the same. */
export function eachChanged(before: Namespaces, now: Namespaces, visit: Visit): void {
  if (before === now) return
  const origin = origins.get(now)
  if (origin && origin.from === tokens.get(before)) {
    for (const [key, change] of Object.entries(origin.changes)) {
      const known = change && change.name === undefined ? Object.keys(change.links ?? {}) : undefined
      visit(before[key], now[key], known ?? changedLinks(before[key], now[key]))
    }
    return
  }
  for (const key of Object.keys(now))
    if (before[key] !== now[key]) visit(before[key], now[key], changedLinks(before[key], now[key]))
  for (const key of Object.keys(before))
    if (now[key] === undefined) visit(before[key], undefined, changedLinks(before[key], undefined))
}

function changedLinks(before: NetnsState | undefined, now: NetnsState | undefined): string[] {
  const indexes = new Set([...Object.keys(before?.links ?? {}), ...Object.keys(now?.links ?? {})])
  return [...indexes].filter((index) => before?.links[index] !== now?.links[index])
}
