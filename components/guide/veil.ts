import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'

/** What an exercise keeps to itself: the traces of how it was caused, or how the kernel differs from the drawing as well. */
export type Secret = 'traces' | 'kernel'

/** Where the browser keeps how far the reader is with one copy of an example. */
export const progressKey = (copy: string) => `netloom-guide:${copy}`

/** Hides what an exercise keeps to itself, or shows it again. */
export function veil(secret: Secret | null): void {
  useViewStore.setState({ veiled: secret === 'kernel', secret: secret && 'kept' })
}

/**
 * Hides what the exercise of each lab that is opened from now on kept to itself when it was left; returns how to stop. At once, and not when the
 * guide has come: by then the drift would have been seen, and a guide that is folded away does not come at all.
 */
export function followVeil(): () => void {
  return useLabStore.subscribe(({ origin }, before) => {
    if (origin?.copy !== before.origin?.copy) veil(origin ? keptSecret(origin.copy) : null)
  })
}

/** Read without the schema of `progressStore`, which is not in the first picture. */
function keptSecret(copy: string): Secret | null {
  try {
    const secret: unknown = JSON.parse(localStorage.getItem(progressKey(copy)) ?? 'null')?.exercise?.secret
    return secret === 'traces' || secret === 'kernel' ? secret : null
  } catch {
    // Not JSON: somebody else's entry, which hides nothing.
    return null
  }
}
