import type { Observation, Settled, Waiting } from '../../core/protocol/agent'

/** What waits to be confirmed on this computer, and how it ended last, as one lab's page has to know it. */
export class PendingKeep {
  private until: { lab: string; deadline: number } | undefined
  private settled: Settled | undefined

  constructor(private readonly lab: string) {}

  /** Takes over what the agent says; true when the page has to be told. */
  take({ waiting, settled }: Pick<Observation, 'waiting' | 'settled'>): boolean {
    const own = settled?.find((one) => one.lab === this.lab)
    const changed = this.until?.lab !== waiting?.lab || this.settled?.at !== own?.at
    this.until = waiting && { lab: waiting.lab, deadline: performance.now() + waiting.seconds * 1000 }
    this.settled = own
    return changed
  }

  /** As it is now: the seconds are those that are left. */
  get now(): { waiting?: Waiting; settled?: Settled } {
    const { until, settled } = this
    return {
      ...(until && { waiting: { lab: until.lab, seconds: Math.max(0, (until.deadline - performance.now()) / 1000) } }),
      ...(settled && { settled }),
    }
  }
}
