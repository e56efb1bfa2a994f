import type { Socket } from 'node:net'
import type { AgentFrame } from '../../../core/protocol/agent'
import { agentRequestFrameSchema } from '../../../core/protocol/agent-requests'
import { MAX_LINE } from '../../../core/protocol/agent-wire'
import { Lines } from '../lines'
import { log } from '../log'
import type { ProgramInput } from '../probe/program'
import { Refusal } from '../probe/resolve'
import type { RequestFrame } from './requests'

/** Bytes that may wait for a slow reader before it gets a fresh snapshot in place of every change. */
const BACKLOG = 4 * 1024 * 1024
/** Requests that wait for their answer at a time; what runs for as long as somebody wants it does not count. */
const MAX_UNANSWERED = 64

/** One client of the agent: requests in, frames out, a line each. */
export class Connection {
  private readonly lines = new Lines(MAX_LINE)
  /** Lines that came and were not looked at yet. */
  private waiting: string[] = []
  /** The requests that have no answer yet and do not run. */
  private readonly unanswered = new Set<number>()
  /** By request: what ends it. */
  private readonly running = new Map<number, () => void>()
  private readonly inputs = new Map<number, ProgramInput>()
  private readonly readers = new Map<number, (bytes: number) => void>()
  private stopWatching: (() => void) | undefined
  private observation: { id: number; end: () => void } | undefined

  constructor(
    private readonly socket: Socket,
    private readonly answer: (connection: Connection, frame: RequestFrame) => Promise<void>,
    onEnd: (connection: Connection) => void,
    /** Came through a door that is root's alone; in a sandbox all do, for there is nothing beyond it to protect. */
    readonly privileged = true,
  ) {
    socket.on('data', (chunk) => this.receive(chunk))
    socket.on('drain', () => this.handleWaiting())
    socket.on('error', (error) => log(`a connection broke: ${error.message}`))
    socket.on('close', () => {
      this.waiting = []
      for (const end of [...this.running.values()]) end()
      this.observation?.end()
      this.stopWatching?.()
      onEnd(this)
    })
  }

  send(frame: AgentFrame): void {
    if (this.socket.writable) this.socket.write(`${JSON.stringify(frame)}\n`)
  }

  /** True while more waits for the reader than it should. */
  get isBehind(): boolean {
    return this.socket.writableLength > BACKLOG
  }

  /** Calls `work` once the reader has caught up. */
  whenCaughtUp(work: () => void): void {
    this.socket.once('drain', work)
  }

  /** How many requests are under way. */
  get load(): number {
    return this.running.size
  }

  /** Notes what is under way, so that it can be cancelled and ends with the connection. */
  started(id: number, end: () => void, input?: ProgramInput): void {
    this.unanswered.delete(id)
    this.running.set(id, end)
    if (input) this.inputs.set(id, input)
  }

  ended(id: number): void {
    this.running.delete(id)
    this.inputs.delete(id)
    this.readers.delete(id)
  }

  /** What request `id` sends is to be acknowledged, to `reader`. */
  acknowledging(id: number, reader: (bytes: number) => void): void {
    this.readers.set(id, reader)
  }

  acknowledge(id: number, bytes: number): void {
    this.readers.get(id)?.(bytes)
  }

  /** A second watch of the consoles replaces the first. */
  watching(stop: () => void): void {
    this.stopWatching?.()
    this.stopWatching = stop
  }

  cancel(id: number): void {
    if (this.observation?.id === id) this.stopObserving()
    else this.running.get(id)?.()
  }

  /** What is for a program that has ended is as good as taken. */
  input(id: number, data: Buffer | null, taken: () => void): void {
    const feed = this.inputs.get(id)
    if (feed) feed(data, taken)
    else taken()
  }

  /** A second observation replaces the first. */
  observing(id: number, end: () => void): void {
    this.observation = { id, end }
  }

  stopObserving(): void {
    this.observation?.end()
    this.observation = undefined
  }

  /** Whether the client said that it needs the machine no more. */
  hasLeft = false

  leave(): Promise<void> {
    this.hasLeft = true
    return this.finish()
  }

  /** Sends what waits and then closes. */
  finish(): Promise<void> {
    return new Promise((resolve) => this.socket.end(resolve))
  }

  private receive(chunk: Buffer): void {
    try {
      this.waiting = this.waiting.concat(this.lines.take(chunk))
    } catch (error) {
      this.refuse(0, new Refusal('bad-request', (error as RangeError).message))
      this.socket.destroySoon()
      return
    }
    this.handleWaiting()
  }

  /** Looks at what came, but no faster than it can be answered and than the answers are read: they are kept in memory until then. */
  private handleWaiting(): void {
    while (this.waiting.length > 0 && !this.isBehind && this.unanswered.size < MAX_UNANSWERED)
      this.handle(this.waiting.shift() ?? '')
    if (this.waiting.length > 0) this.socket.pause()
    else this.socket.resume()
  }

  private handle(line: string): void {
    let json: unknown
    try {
      json = JSON.parse(line)
    } catch {
      this.refuse(0, new Refusal('bad-request', 'the line is not JSON'))
      return
    }
    const parsed = agentRequestFrameSchema.safeParse(json)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      this.refuse(idOf(json), new Refusal('bad-request', issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown request'))
      return
    }
    const { id } = parsed.data
    if (this.unanswered.has(id) || this.running.has(id)) {
      // What ends it, and what belongs to it, is known by its number.
      this.refuse(id, new Refusal('bad-request', `request ${id} is still under way`))
      return
    }
    this.unanswered.add(id)
    this.answer(this, parsed.data)
      .catch((error) => this.refuse(id, error))
      .finally(() => {
        this.unanswered.delete(id)
        this.handleWaiting()
      })
  }

  private refuse(id: number, error: unknown): void {
    if (error instanceof Refusal) {
      const { code, message, lab } = error
      this.send({ id, type: 'error', error: { code, message, lab } })
    } else {
      log(`request ${id} failed: ${error instanceof Error ? error.stack : error}`)
      const message = error instanceof Error ? error.message : String(error)
      this.send({ id, type: 'error', error: { code: 'failed', message } })
    }
  }
}

function idOf(json: unknown): number {
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : 0
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : 0
}
