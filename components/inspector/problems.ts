import type { Diagnostic, DocPath } from '../../core/check/diagnostic'

/** True when `path` is `at` or lies below it. */
export function isUnder(path: DocPath, at: DocPath): boolean {
  return path.length >= at.length && at.every((key, index) => path[index] === key)
}

/** The findings about the value at a path and about what it holds: what stands beside that value's field. */
export function problemsAt(all: readonly Diagnostic[], at: DocPath): readonly Diagnostic[] {
  return all.filter((one) => isUnder(one.path, at))
}

/** The findings about the value as a whole, without those about a part of it. */
export function problemsOf(all: readonly Diagnostic[], at: DocPath): readonly Diagnostic[] {
  return all.filter(({ path }) => path.length === at.length && isUnder(path, at))
}

/** The findings that no field claims: they stand at the head of the inspector, so that none is hidden. */
export function unclaimed(all: readonly Diagnostic[], claimed: readonly DocPath[]): readonly Diagnostic[] {
  return all.filter((one) => !claimed.some((at) => isUnder(one.path, at)))
}
