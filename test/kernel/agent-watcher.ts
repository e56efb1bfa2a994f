import type { Lab } from '../../core/lab/schema'
import { applyStateChange } from '../../core/state/apply'
import type { LinkState, MachineState, Traffic } from '../../core/state/state'
import type { AgentConnection } from '../../server/machines/connection'

/** Follows an agent's state as the web process does: the first observation, then the changes, each on top of the last. */
export class AgentWatcher {
  state: MachineState | undefined
  applied: Record<string, Lab> = {}
  readonly traffic: Traffic[] = []
  snapshots = 0
  private waiting: { holds: () => boolean; resolve: () => void }[] = []

  constructor(connection: AgentConnection, traffic = false) {
    connection.stream({ type: 'observe', traffic }, (frame) => {
      if (frame.type === 'observation' || frame.type === 'snapshot') {
        this.state = frame.observation.state
        this.applied = frame.observation.applied
        if (frame.type === 'snapshot') this.snapshots++
      } else if (frame.type === 'state' && this.state) {
        const next = applyStateChange(this.state, frame.change)
        if (!next) throw new Error(`change ${frame.change.seq} does not follow on ${this.state.seq}`)
        this.state = next
      } else if (frame.type === 'traffic') this.traffic.push(frame.traffic)
      const done = this.waiting.filter(({ holds }) => holds())
      this.waiting = this.waiting.filter((waiter) => !done.includes(waiter))
      for (const { resolve } of done) resolve()
    })
  }

  /** Resolves once the state is so, at the latest with the test's own time limit. */
  until(holds: (state: MachineState) => boolean): Promise<void> {
    const check = () => this.state !== undefined && holds(this.state)
    if (check()) return Promise.resolve()
    return new Promise((resolve) => this.waiting.push({ holds: check, resolve }))
  }

  link(netns: string, name: string): LinkState | undefined {
    return Object.values(this.state?.namespaces[netns]?.links ?? {}).find((link) => link.name === name)
  }
}
