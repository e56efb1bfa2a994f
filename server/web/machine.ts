import { EventEmitter } from 'node:events'
import { HOST } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import type { AgentFrame, ApplyProgress, ApplyResult, Observation, PingEvent, TcpResult } from '../../core/protocol/agent'
import type { Console } from '../../core/protocol/console'
import type { MachineStatus } from '../../core/protocol/socket'
import { applyStateChange } from '../../core/state/apply'
import type { MachineState, StateChange, Traffic } from '../../core/state/state'
import type { AgentConnection, AgentStream } from '../machines/connection'
import { MachineUnavailable } from '../machines/problem'
import { findSandbox, startSandbox } from '../machines/sandbox'

/** How often a machine whose connection broke is looked for again, and how long between. */
const SEARCHES = 5
const SEARCH_PAUSE_MS = 400
/** One `ip` or `nft`. */
const DISTURB_MS = 10_000

export interface MachineEvents {
  status: [machine: MachineStatus]
  snapshot: [observation: { state: MachineState; applied?: Lab }]
  change: [change: StateChange]
  traffic: [traffic: Traffic]
  progress: [progress: ApplyProgress]
  result: [result: ApplyResult]
  consoles: [consoles: { running: boolean; consoles: Console[] }]
}

/** An apply, a destroy or a probe that cannot be done now. */
export class MachineRefusal extends Error {
  override readonly name = 'MachineRefusal'

  constructor(
    readonly code: 'not-running' | 'busy',
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
  status: MachineStatus = { kind: 'sandbox', status: 'stopped' }
  state: MachineState | undefined
  applied: Lab | undefined
  applying: ApplyProgress | undefined
  consoles: Console[] = []
  private connection: AgentConnection | undefined
  private connecting: Promise<AgentConnection | undefined> | undefined
  private watched = false
  /** The programs that `keepRunning` started; they end with the connection. */
  private readonly kept = new Map<string, Promise<void>>()
  private busy = false

  constructor(private readonly lab: string) {
    super()
  }

  /** Looks for a running machine and follows it. Never starts one. */
  async watch(): Promise<void> {
    this.watched = true
    try {
      await this.connect(() => findSandbox(this.lab))
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

  /** Makes the machine what the lab says, if a fresh plan has this id; starts it when none runs. */
  async apply(lab: Lab, planId: string, actor: string): Promise<ApplyResult> {
    return this.alone(async () => {
      const connection = this.connection ?? (await this.start())
      const applied = await connection.stream({ type: 'apply', lab, planId, actor }, (frame) => {
        if (frame.type !== 'progress') return
        this.applying = frame.progress
        this.emit('progress', frame.progress)
      }).done
      if (applied.result.outcome === 'applied') this.applied = lab
      this.emit('result', applied.result)
      if (applied.result.outcome === 'applied' && this.state) this.emit('snapshot', { state: this.state, applied: lab })
      return applied.result
    })
  }

  /** Removes all that the lab owns; the machine ends. */
  async destroy(actor: string): Promise<{ removed: number; left: { what: string; why: string }[] }> {
    return this.alone(async () => {
      const connection = this.connection ?? (await this.connect(() => findSandbox(this.lab)))
      if (!connection) throw new MachineRefusal('not-running', 'no machine runs for this lab')
      this.setStatus('stopping')
      const { removed, left } = await connection.request({ type: 'destroy', lab: this.lab, actor })
      return { removed, left }
    })
  }

  /** Starts a ping; `onEvent` sees its events, `done` resolves when it has ended. */
  ping(node: string, target: string, count: number, onEvent: (event: PingEvent) => void): AgentStream<'ping'> {
    return this.running().stream({ type: 'ping', node, target, count, interval: count > 20 ? 200 : 1000 }, (frame) => {
      if (frame.type === 'ping') onEvent(frame.event)
    })
  }

  /** Connects once to a port and says how that went. */
  tcp(node: string, target: string, port: number): { result: Promise<TcpResult>; cancel: () => void } {
    const stream = this.running().stream({ type: 'tcp', node, target, port }, () => {})
    return { result: stream.done.then((frame) => frame.result), cancel: stream.cancel }
  }

  /** Runs lines of shell in the sandbox's root namespace, one after the other. Throws with the program's own words where one fails. */
  async disturb(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      let words = ''
      const argv = ['/bin/sh', '-c', line]
      const ran = this.running().stream({ type: 'run', node: HOST, argv, timeout: DISTURB_MS }, (frame) => {
        if (frame.type === 'output') words += frame.data
      })
      const { exitCode } = await ran.done
      if (exitCode !== 0) throw new Error(words.trim() || line)
    }
  }

  /**
   * Has a program run in a node until the machine ends or nobody looks any more, once for each key. Resolves when it has printed
   * something, which says that it is ready; rejects when it ends before that.
   */
  async keepRunning(key: string, node: string, argv: string[]): Promise<void> {
    const known = this.kept.get(key)
    if (known) return known
    const ready = new Promise<void>((resolve, reject) => {
      let words = ''
      const stream = this.running().stream({ type: 'run', node, argv, timeout: 0 }, (frame) => {
        if (frame.type !== 'output') return
        words += frame.data
        if (frame.stream === 'stdout') resolve()
      })
      stream.done
        .then(({ exitCode }) => reject(new Error(words.trim() || `the program ended with ${exitCode}`)), reject)
        .finally(() => this.kept.delete(key))
    })
    this.kept.set(key, ready)
    return ready
  }

  /** Starts a shell in a node. */
  async openConsole(node: string, size: { cols: number; rows: number }): Promise<string> {
    const { console } = await this.running().request({ type: 'console-open', node, ...size })
    return console.id
  }

  /** Follows a console; `done` resolves at its end, or when it is cancelled. */
  attachConsole(console: string, onOutput: (data: Buffer, reset: boolean) => void): AgentStream<'console-attach'> {
    return this.running().stream({ type: 'console-attach', console }, (frame) => {
      if (frame.type === 'console-output') onOutput(Buffer.from(frame.data, 'base64'), frame.reset)
    })
  }

  async typeInto(console: string, data: Uint8Array): Promise<void> {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    await this.running().request({ type: 'console-input', console, data: bytes.toString('base64') })
  }

  async resizeConsole(console: string, size: { cols: number; rows: number }): Promise<void> {
    await this.running().request({ type: 'console-resize', console, ...size })
  }

  async closeConsole(console: string): Promise<void> {
    await this.running().request({ type: 'console-close', console })
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
      const connection = await this.connect(() => startSandbox(this.lab))
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

  /** Observes a connection; resolves with it once the whole state is here. */
  private async follow(connection: AgentConnection | undefined): Promise<AgentConnection | undefined> {
    if (!connection) return undefined
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
      this.consoles = frame.consoles
      this.emit('consoles', { running: true, consoles: frame.consoles })
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
  }

  private async lost(connection: AgentConnection): Promise<void> {
    if (this.connection !== connection) return
    this.connection = undefined
    const ended = this.status.status === 'stopping'
    this.state = undefined
    this.applied = undefined
    if (ended || !this.watched) {
      this.setStatus('stopped')
      return
    }
    this.setStatus('lost')
    for (let search = 0; search < SEARCHES && this.watched && !this.connection; search++) {
      await new Promise((resolve) => setTimeout(resolve, SEARCH_PAUSE_MS))
      if (await this.connect(() => findSandbox(this.lab)).catch(() => undefined)) return
    }
    if (!this.connection && this.status.status === 'lost') this.setStatus('stopped')
  }

  private setStatus(status: MachineStatus['status'], error?: unknown): void {
    this.status = { kind: 'sandbox', status }
    if (status === 'stopped' && this.consoles.length > 0) {
      this.consoles = []
      this.emit('consoles', { running: false, consoles: [] })
    }
    if (error !== undefined) this.status.error = error instanceof Error ? error.message : String(error)
    if (error instanceof MachineUnavailable) this.status.problem = error.problem
    this.emit('status', this.status)
  }
}
