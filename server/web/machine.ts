import { EventEmitter } from 'node:events'
import type { Lab } from '../../core/lab/schema'
import type { HostFacts } from '../../core/preflight/facts'
import type {
  AgentFrame,
  ApplyProgress,
  ApplyResult,
  ConfirmOutcome,
  Observation,
  PingEvent,
  TcpResult,
} from '../../core/protocol/agent'
import { LOGGED_STEPS } from '../../core/protocol/applied-log'
import type { Console } from '../../core/protocol/console'
import type { Left } from '../../core/protocol/left'
import type { MachineKind, MachineStatus } from '../../core/protocol/socket'
import { applyStateChange } from '../../core/state/apply'
import type { MachineState, StateChange, Traffic } from '../../core/state/state'
import type { AgentConnection, AgentStream } from '../machines/connection'
import { mayBeOnHost } from '../machines/host-traces'
import { LoggedApply } from '../machines/logged-apply'
import { findMachine, startMachine } from '../machines/machines'
import { MachineUnavailable } from '../machines/problem'
import { GuidePrograms } from './guide-programs'
import { PendingKeep } from './pending-keep'
import { Shells } from './shells'

/** How often a machine whose connection broke is looked for again, and how long between. An agent of this computer that ended is started anew. */
const SEARCHES: Record<MachineKind, number> = { sandbox: 5, host: 75 }
const SEARCH_PAUSE_MS = 400

export interface MachineEvents {
  status: [machine: MachineStatus]
  snapshot: [observation: { state: MachineState; applied?: Lab }]
  change: [change: StateChange]
  traffic: [traffic: Traffic]
  progress: [progress: ApplyProgress]
  result: [result: ApplyResult]
  consoles: [consoles: { running: boolean; consoles: Console[] }]
}

/** Something that cannot be done with the machine now. */
export class MachineRefusal extends Error {
  override readonly name = 'MachineRefusal'

  constructor(
    readonly code: 'not-running' | 'busy' | 'applied-here' | 'sandbox-only',
    message: string,
  ) {
    super(message)
  }
}

/**
 * A lab's machine as the web process sees it: found when someone looks, started by the first apply, let go when nobody looks. It keeps the newest
 * state, so that a browser that comes later starts with it.
 */
export class LabMachine extends EventEmitter<MachineEvents> {
  state: MachineState | undefined
  applied: Lab | undefined
  applying: ApplyProgress | undefined
  consoles: Console[] = []
  private connection: AgentConnection | undefined
  private connecting: Promise<AgentConnection | undefined> | undefined
  private watched = false
  private busy = false
  private step: Omit<MachineStatus, 'kind'> = { status: 'stopped' }
  private readonly keep: PendingKeep
  readonly guide: GuidePrograms
  readonly shells: Shells

  constructor(
    private readonly lab: string,
    private kind: MachineKind,
  ) {
    super()
    this.keep = new PendingKeep(lab)
    this.shells = new Shells(lab, () => this.running())
    this.guide = new GuidePrograms(() => {
      if (this.kind !== 'sandbox') throw new MachineRefusal('sandbox-only', 'a guide runs programs in sandboxes only')
      return this.running()
    })
  }

  get status(): MachineStatus {
    return { kind: this.kind, ...this.step, ...this.keep.now }
  }

  /** Looks for a running machine and follows it. Never starts one. */
  async watch(): Promise<void> {
    this.watched = true
    try {
      const found = await this.connect(() => findMachine(this.kind, this.lab, 'web'))
      if (!found && this.kind === 'host') throw new MachineUnavailable('host-not-served')
    } catch (error) {
      this.setStatus('stopped', error)
      throw error
    }
  }

  /** Lets go of the machine, which runs on. */
  unwatch(): void {
    this.watched = false
    this.connection?.close()
  }

  /**
   * Goes over to another machine. `remember` is called when nothing stands against it, before it happens. Throws MachineRefusal while the lab
   * is applied where it is, for nobody would see any more what was made there.
   */
  async choose(kind: MachineKind, remember: () => Promise<void>): Promise<void> {
    if (kind === this.kind) return
    await this.alone(async () => {
      if (this.applied || this.keep.now.waiting?.lab === this.lab)
        throw new MachineRefusal('applied-here', 'the lab is applied where it is; destroy it there first')
      if (this.kind === 'host' && !this.connection && (await mayBeOnHost(this.lab)))
        throw new MachineUnavailable('host-not-reached', { lab: this.lab })
      const there = kind === 'host' ? await findMachine(kind, this.lab, 'web') : undefined
      if (kind === 'host' && !there) throw new MachineUnavailable('host-not-served')
      there?.close()
      await remember()
      const before = this.connection
      this.connection = undefined
      before?.close()
      this.kind = kind
      this.state = undefined
      this.keep.take({})
      this.setStatus('stopped')
    })
    if (this.watched) await this.watch()
  }

  /** Keeps what waits to be confirmed, or puts it back. */
  async confirm(keep: boolean): Promise<ConfirmOutcome> {
    return (await this.running().request({ type: 'confirm', lab: this.lab, keep })).outcome
  }

  /** What the machine is like, beyond its state. */
  async facts(): Promise<HostFacts> {
    return (await this.running().request({ type: 'facts' })).facts
  }

  /** Makes the machine what the lab says, if a fresh plan has this id; starts it when none runs. */
  async apply(lab: Lab, planId: string, actor: string): Promise<ApplyResult> {
    return this.alone(async () => {
      const connection = this.connection ?? (await this.start())
      const logged = new LoggedApply(this.kind, lab.name, `session ${actor}`)
      const applied = await connection.stream({ type: 'apply', lab, planId, actor, list: LOGGED_STEPS }, (frame) => {
        if (frame.type === 'steps') logged.started(frame.plan)
        if (frame.type !== 'progress') return
        this.applying = frame.progress
        this.emit('progress', frame.progress)
      }).done
      const { result } = applied
      await logged.ended(result)
      // What waits to be kept is not what the lab is yet.
      const stays = result.outcome === 'applied' && result.confirmWithin === undefined
      if (stays) this.applied = lab
      this.emit('result', result)
      if (stays && this.state) this.emit('snapshot', { state: this.state, applied: lab })
      return result
    })
  }

  /** Removes all that the lab owns; a sandbox ends. */
  async destroy(actor: string): Promise<{ removed: number; left: Left[] }> {
    return this.alone(async () => {
      const connection = this.connection ?? (await this.connect(() => findMachine(this.kind, this.lab, 'web')))
      if (!connection) throw new MachineRefusal('not-running', 'no machine runs for this lab')
      this.setStatus('stopping')
      try {
        const { removed, left } = await connection.request({ type: 'destroy', lab: this.lab, actor })
        await new LoggedApply(this.kind, this.lab, `session ${actor}`).destroyed()
        return { removed, left }
      } finally {
        // This computer runs on. Of a sandbox it is said once more, for now the log tells of it, too.
        if (this.kind === 'host' && this.connection) this.setStatus('running')
        else this.emit('status', this.status)
      }
    })
  }

  /** Starts a ping; `onEvent` sees its events, `done` resolves when it has ended. */
  ping(node: string, target: string, count: number, onEvent: (event: PingEvent) => void): AgentStream<'ping'> {
    return this.running().stream(
      { type: 'ping', lab: this.lab, node, target, count, interval: count > 20 ? 200 : 1000 },
      (frame) => {
        if (frame.type === 'ping') onEvent(frame.event)
      },
    )
  }

  /** Connects once to a port and says how that went. */
  tcp(node: string, target: string, port: number): { result: Promise<TcpResult>; cancel: () => void } {
    const stream = this.running().stream({ type: 'tcp', lab: this.lab, node, target, port }, () => {})
    return { result: stream.done.then((frame) => frame.result), cancel: stream.cancel }
  }

  private running(): AgentConnection {
    if (!this.connection) throw new MachineRefusal('not-running', 'no machine runs for this lab')
    return this.connection
  }

  /** One apply or destroy at a time. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy) throw new MachineRefusal('busy', 'another apply is under way')
    this.busy = true
    try {
      return await work()
    } finally {
      this.busy = false
      this.applying = undefined
    }
  }

  private async start(): Promise<AgentConnection> {
    this.setStatus('starting')
    try {
      const connection = await this.connect(() => startMachine(this.kind, this.lab, 'web'))
      if (!connection) throw new MachineUnavailable('connection-lost')
      return connection
    } catch (error) {
      this.setStatus('stopped', error)
      throw error
    }
  }

  private connect(open: () => Promise<AgentConnection | undefined>): Promise<AgentConnection | undefined> {
    if (this.connection) return Promise.resolve(this.connection)
    const before = this.connecting ?? Promise.resolve(undefined)
    const connecting = before
      .catch(() => undefined)
      .then(async (earlier) => earlier ?? (await this.follow(await open())))
      .finally(() => {
        if (this.connecting === connecting) this.connecting = undefined
      })
    this.connecting = connecting
    return connecting
  }

  /** Observes a connection; resolves with it once the whole state is here. Where nobody looks any more by now, it is let go. */
  private async follow(connection: AgentConnection | undefined): Promise<AgentConnection | undefined> {
    if (!this.watched) connection?.close()
    if (!connection || !this.watched) return undefined
    this.connection = connection
    connection.closed.then(() => this.lost(connection))
    await new Promise<void>((resolve, reject) => {
      const observing = connection.stream({ type: 'observe', traffic: true }, (frame) => {
        this.observed(frame)
        if (frame.type === 'observation') resolve()
      })
      observing.done.catch(reject)
    })
    connection.stream({ type: 'console-watch' }, (frame) => {
      if (frame.type !== 'consoles') return
      // This computer has several labs, each with consoles of its own.
      const consoles = frame.consoles.filter(({ lab = this.lab }) => lab === this.lab)
      this.consoles = consoles
      this.emit('consoles', { running: true, consoles })
    })
    this.setStatus('running')
    return connection
  }

  private observed(frame: AgentFrame): void {
    if (frame.type === 'observation' || frame.type === 'snapshot') this.take(frame.observation)
    else if (frame.type === 'traffic') this.emit('traffic', frame.traffic)
    else if (frame.type === 'state' && this.state) {
      const next = applyStateChange(this.state, frame.change)
      // The agent numbers without gaps; should one appear all the same, the browsers ask anew by what `watch` brings.
      if (!next) this.connection?.close()
      else {
        this.state = next
        this.emit('change', frame.change)
      }
    }
  }

  private take(observation: Observation): void {
    this.state = observation.state
    this.applied = observation.applied[this.lab]
    this.emit('snapshot', { state: observation.state, applied: this.applied })
    if (this.keep.take(observation) && this.step.status === 'running') this.emit('status', this.status)
  }

  private async lost(connection: AgentConnection): Promise<void> {
    if (this.connection !== connection) return
    this.connection = undefined
    const ended = this.step.status === 'stopping' && this.kind === 'sandbox'
    this.state = undefined
    this.applied = undefined
    this.keep.take({})
    if (ended || !this.watched) {
      this.setStatus('stopped')
      return
    }
    this.setStatus('lost')
    for (let search = 0; search < SEARCHES[this.kind] && this.watched && !this.connection; search++) {
      await new Promise((resolve) => setTimeout(resolve, SEARCH_PAUSE_MS))
      if (await this.connect(() => findMachine(this.kind, this.lab, 'web')).catch(() => undefined)) return
    }
    if (!this.connection && this.step.status === 'lost') this.setStatus('stopped')
  }

  private setStatus(status: MachineStatus['status'], error?: unknown): void {
    this.step = { status }
    if (status === 'stopped' && this.consoles.length > 0) {
      this.consoles = []
      this.emit('consoles', { running: false, consoles: [] })
    }
    if (error !== undefined) this.step.error = error instanceof Error ? error.message : String(error)
    if (error instanceof MachineUnavailable) this.step.problem = error.problem
    this.emit('status', this.status)
  }
}
