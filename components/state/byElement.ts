import { type ElementRef, elementKey } from '../../core/lab/element'

export type ByElement<T> = ReadonlyMap<string, readonly T[]>

/**
 * Groups by `elementKey`. A group that says the same as in `before` is the same array again, so that whoever reads one
 * element's group is not rendered for news about another.
 */
export function groupByElement<T>(
  all: readonly T[],
  elementsOf: (one: T) => readonly ElementRef[],
  before: ByElement<T>,
): ByElement<T>
export function groupByElement<T, V>(
  all: readonly T[],
  elementsOf: (one: T) => readonly ElementRef[],
  before: ByElement<V>,
  read: (one: T) => V,
): ByElement<V>
export function groupByElement<T, V>(
  all: readonly T[],
  elementsOf: (one: T) => readonly ElementRef[],
  before: ByElement<V>,
  read: (one: T) => V = (one) => one as unknown as V,
): ByElement<V> {
  const groups = new Map<string, V[]>()
  for (const one of all) {
    for (const element of elementsOf(one)) {
      const key = elementKey(element)
      const group = groups.get(key)
      if (group) group.push(read(one))
      else groups.set(key, [read(one)])
    }
  }
  const stable = new Map<string, readonly V[]>()
  for (const [key, group] of groups) {
    const known = before.get(key)
    stable.set(key, known && JSON.stringify(known) === JSON.stringify(group) ? known : group)
  }
  return stable
}
