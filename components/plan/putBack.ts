import { mayApply } from '../state/askStore'
import { currentDerived } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'

/**
 * Puts the kernel back to what is drawn. When the drawing is what was applied, that is an apply of nothing but the drift, and it
 * runs at once; else it would make drawn changes too, so the plan is shown and false is returned: Apply is for the user to press.
 */
export function putBack(): boolean {
  const { lab, applied, apply } = useLabStore.getState()
  const { plan } = currentDerived()
  const onlyDrift = applied !== null && sameNetwork(lab.nodes, applied.nodes) && sameNetwork(lab.links, applied.links)
  if (!plan || plan.conflicts.length > 0 || !onlyDrift) {
    useViewStore.getState().openDrawer('plan')
    return false
  }
  void mayApply(plan).then((may) => (may ? apply(plan.id) : undefined))
  return true
}

/** Equal as documents: the order of keys does not matter, the order of lists does. */
function sameNetwork(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) => Object.hasOwn(b, key) && sameNetwork((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}
