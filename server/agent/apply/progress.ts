import type { ApplyProgress } from '../../../core/protocol/agent'

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_INTERVAL = 50

export type OnProgress = (progress: ApplyProgress) => void

/** Tells of a new phase at once, and of what goes on within one now and then. */
export function throttled(onProgress: OnProgress): OnProgress {
  let last = Number.NEGATIVE_INFINITY
  let phase: ApplyProgress['phase'] | undefined
  return (progress) => {
    const now = performance.now()
    if (progress.phase === phase && now - last < PROGRESS_INTERVAL) return
    last = now
    phase = progress.phase
    onProgress(progress)
  }
}
