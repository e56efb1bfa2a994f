import { useEffect } from 'react'
import { useLabStore } from '../state/labStore'

/** Asks before the window is closed while an edit has not reached the server. */
export function useLeaveWarning(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (useLabStore.getState().unsaved > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
}
