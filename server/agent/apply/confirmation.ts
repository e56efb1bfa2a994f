import type { Lab } from '../../../core/lab/schema'
import type { Change } from './keeper'

/** A change that was made and is put back unless somebody says in time that it may stay. */
export class Confirmation {
  private readonly deadline: number
  private readonly timer: NodeJS.Timeout

  constructor(
    readonly change: Change,
    readonly document: Lab,
    seconds: number,
    onTimeout: () => void,
  ) {
    this.deadline = performance.now() + seconds * 1000
    this.timer = setTimeout(onTimeout, seconds * 1000)
  }

  /** What is left of the time. */
  get seconds(): number {
    return Math.max(0, (this.deadline - performance.now()) / 1000)
  }

  /** It has been decided. */
  end(): void {
    clearTimeout(this.timer)
  }
}
