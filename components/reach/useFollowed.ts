import { useLab, useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import type { ProbeRun } from '../state/probeStore'
import { type Followed, followRun } from './follow'

/** The way of a run's packets by the kernel's tables as they are now; null before the machine is known. `address`: what the target was resolved to. */
export function useFollowed(run: ProbeRun, address: string | undefined): Followed | null {
  const lab = useLab()
  const applied = useLabStore((store) => store.applied)
  const state = useMachineStore((machine) => machine.state)
  return state && applied && address !== undefined ? followRun(run, address, lab, applied, state) : null
}

/** Whether a rule on the way refuses the packet, as nobody who listens would. */
export function isRejected(followed: Followed | null): boolean {
  const code = followed?.trace.stop?.code
  return code === 'filter-reject' || code === 'foreign-reject'
}
