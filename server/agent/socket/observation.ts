import type { Observation } from '../../../core/protocol/agent'
import type { StateChange, Traffic } from '../../../core/state/state'
import type { Applier } from '../apply/applier'
import type { Observer } from '../observe/observer'
import type { Connection } from './connection'

/**
 * What one client sees of the machine: first all of it, then its changes; all of it again where the changes would be more (an
 * apply), or where the client could not keep up.
 */
export class ObservationFeed {
  private readonly ends: (() => void)[]
  /** Changes were left out; only the whole state helps. */
  private gap = false

  constructor(
    private readonly connection: Connection,
    private readonly id: number,
    private readonly observer: Observer,
    private readonly applier: Applier,
    traffic: boolean,
  ) {
    connection.send({ id, type: 'observation', observation: this.observation() })
    this.ends = [
      observer.lookOn(),
      observer.machine.onChange((change) => this.change(change)),
      applier.onApplied(() => {
        this.gap = true
        this.catchUp()
      }),
    ]
    if (traffic) this.ends.push(observer.traffic.subscribe((counters) => this.traffic(counters)))
  }

  end(): void {
    for (const end of this.ends) end()
  }

  private observation(): Observation {
    const { waiting, settled } = this.applier
    return {
      state: this.observer.machine.state,
      applied: this.applier.applied,
      ...(waiting && { waiting }),
      ...(settled.length > 0 && { settled: [...settled] }),
    }
  }

  private change(change: StateChange): void {
    if (this.gap || this.applier.isBusy) this.gap = true
    else if (this.connection.isBehind) {
      this.gap = true
      this.connection.whenCaughtUp(() => this.catchUp())
    } else this.connection.send({ id: this.id, type: 'state', change })
  }

  private catchUp(): void {
    if (!this.gap || this.applier.isBusy) return
    if (this.connection.isBehind) {
      this.connection.whenCaughtUp(() => this.catchUp())
      return
    }
    this.gap = false
    this.connection.send({ id: this.id, type: 'snapshot', observation: this.observation() })
  }

  /** Counters only ever grow, so what a slow client misses, the next message makes up for. */
  private traffic(traffic: Traffic): void {
    if (!this.connection.isBehind) this.connection.send({ id: this.id, type: 'traffic', traffic })
  }
}
