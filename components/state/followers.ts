import { useCallback, useSyncExternalStore } from 'react'

/**
 * Whoever shows a part of something big follows that part by its key, and is told when it changed. A store that asks everybody for each
 * change asks ten thousand times where a thousand links are drawn and one has changed.
 */
export class Followers {
  private readonly by = new Map<string, Set<() => void>>()

  /** Calls `listener` for each change of what has one of these keys; the function that ends it. */
  follow(keys: readonly string[], listener: () => void): () => void {
    for (const key of keys) {
      const all = this.by.get(key)
      if (all) all.add(listener)
      else this.by.set(key, new Set([listener]))
    }
    return () => {
      for (const key of keys) {
        const all = this.by.get(key)
        all?.delete(listener)
        if (all?.size === 0) this.by.delete(key)
      }
    }
  }

  /** Tells the followers of these keys, each once. */
  tell(keys: Iterable<string>): void {
    const told = new Set<() => void>()
    for (const key of keys) for (const listener of this.by.get(key) ?? []) told.add(listener)
    for (const listener of told) listener()
  }

  tellAll(): void {
    this.tell([...this.by.keys()])
  }
}

/** What `read` gives, which must depend on nothing but what has these keys; renders again only when that is another object. */
export function useKeyed<T>(followers: Followers, keys: readonly string[], read: () => T): T {
  const joined = keys.join('\n')
  const follow = useCallback(
    (listener: () => void) => followers.follow(joined === '' ? [] : joined.split('\n'), listener),
    [followers, joined],
  )
  return useSyncExternalStore(follow, read, read)
}

/** The keys whose values are not the same object in both. */
export function differingKeys<T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): string[] {
  if (before === now) return []
  const gone = [...before.keys()].filter((key) => !now.has(key))
  return [...gone, ...[...now.keys()].filter((key) => before.get(key) !== now.get(key))]
}
