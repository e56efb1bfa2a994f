import { useEffect, useState } from 'react'
import type { MachineState } from '../../core/state/state'
import { useMachineStore } from '../state/machineStore'

/** Milliseconds between two looks: as often as a number may change before the eye. */
const PACE = 500

/** The machine's state for pictures of many things at once: the first change shows at once, more of them at most twice a second. */
export function useCalmState(): MachineState | null {
  const [state, setState] = useState(() => useMachineStore.getState().state)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = Number.NEGATIVE_INFINITY
    const look = () => {
      timer = undefined
      last = performance.now()
      setState(useMachineStore.getState().state)
    }
    const stop = useMachineStore.subscribe((now, before) => {
      if (now.state === before.state || timer !== undefined) return
      timer = setTimeout(look, Math.max(0, last + PACE - performance.now()))
    })
    look()
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
  return state
}
