import { useEffect } from 'react'
import { useLabStore } from '../state/labStore'
import { isWaiting } from '../state/outbox'

/** Asks before the window is closed while an edit has not reached the server, of the lab that is open or of one that was left. */
export function useLeaveWarning(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (useLabStore.getState().unsaved > 0 || isWaiting()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
}
