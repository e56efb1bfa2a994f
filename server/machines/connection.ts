import { closeSync, constants, openSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { basename, dirname } from 'node:path'
import { type AgentFrame, type AgentHello, agentFrameSchema } from '../../core/protocol/agent'
import type { AgentRequestInput } from '../../core/protocol/agent-requests'
import { AGENT_PROTOCOL, MAX_LINE } from '../../core/protocol/agent-wire'
import { LineSplitter } from './lines'
import { MachineUnavailable, refusalOf } from './problem'

type FrameOf<T extends AgentFrame['type']> = Extract<AgentFrame, { type: T }>

/** The frame that ends each request. `observe` and `console-watch` have none: they run until the connection closes or another one replaces them. */
const FINAL = {
  hello: 'hello',
  observe: undefined,
  read: 'read',
  plan: 'plan',
  'plan-applied': 'plan-applied',
  apply: 'applied',
  destroy: 'destroyed',
  orphans: 'orphans',
  confirm: 'confirmed',
  log: 'log',
  admit: 'admitted',
  leave: 'left',
  ping: 'done',
  tcp: 'tcp',
  run: 'done',
  discover: 'discovery',
  facts: 'facts',
  input: 'input-done',
  cancel: undefined,
  'console-open': 'console',
  'console-watch': undefined,
  'console-attach': 'done',
  'console-ack': undefined,
  'console-input': 'console-done',
  'console-resize': 'console-done',
  'console-close': 'console-done',
} as const satisfies Record<AgentRequestInput['type'], AgentFrame['type'] | undefined>

type RequestType = Exclude<AgentRequestInput['type'], 'cancel' | 'console-ack'>
/** `& { type: T }` is what the compiler infers T from. */
type RequestOf<T extends RequestType> = Extract<AgentRequestInput, { type: T }> & { type: T }
/** The frame that ends a request of this type; never for `observe`. */
export type FinalFrame<T extends RequestType> = FrameOf<Extract<(typeof FINAL)[T], AgentFrame['type']>>

/** A request that is under way. */
export interface AgentStream<T extends RequestType> {
  /** Resolves with the last frame; rejects with `AgentRefusal` or `MachineUnavailable`. For `observe` it only ever rejects. */
  done: Promise<FinalFrame<T>>
  /** Asks the agent to end it; `done` still comes. */
  cancel(): void
  /**
   * Standard input of a program that runs; null closes it. Resolves once the program has read it, or reads no more; sending much
   * more before that ends the program, and `done` rejects.
   */
  input(data: Buffer | null): Promise<void>
  /** Of a console: its reader has dealt with this many bytes. */
  acknowledge(bytes: number): void
}

export interface AgentConnection {
  hello: AgentHello
  /** Sends one request and waits for the frame that ends it. Frames before that are dropped: use `stream` to see them. */
  request<T extends Exclude<RequestType, 'hello' | 'observe'>>(request: RequestOf<T>): Promise<FinalFrame<T>>
  /** Sends one request; `onFrame` sees every frame that belongs to it, the last included. */
  stream<T extends Exclude<RequestType, 'hello'>>(request: RequestOf<T>, onFrame: (frame: AgentFrame) => void): AgentStream<T>
  /** Resolves once the connection has ended, by whichever side. */
  closed: Promise<void>
  close(): void
}

/** sun_path holds 108 bytes with its NUL (unix(7)). */
const SOCKET_PATH_BYTES = 107
const HELLO_TIMEOUT_MS = 5000

interface Pending {
  final: AgentFrame['type'] | undefined
  onFrame: (frame: AgentFrame) => void
  resolve: (frame: AgentFrame) => void
  reject: (error: Error) => void
}

/**
 * Connects to the agent that listens on `socketPath`. Rejects with the system's error (`code` ENOENT or ECONNREFUSED) when
 * none does, and with MachineUnavailable when what answers is not an agent of this protocol.
 */
export async function connectAgent(socketPath: string): Promise<AgentConnection> {
  const channel = new Channel(await openSocket(socketPath))
  const timer = setTimeout(
    () => channel.fail(new MachineUnavailable('no-answer', { lab: basename(socketPath, '.sock'), log: '' })),
    HELLO_TIMEOUT_MS,
  )
  try {
    const { hello } = await channel.start({ type: 'hello', protocol: AGENT_PROTOCOL }, () => {}).done
    return {
      hello,
      request: (request) => channel.start(request, () => {}).done,
      stream: (request, onFrame) => channel.start(request, onFrame),
      closed: channel.closed,
      close: () => channel.close(),
    }
  } catch (error) {
    channel.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** One socket and the requests that are under way on it. */
class Channel {
  readonly closed: Promise<void>
  private readonly pending = new Map<number, Pending>()
  private readonly lines = new LineSplitter(MAX_LINE)
  private lastId = 0
  private failure: Error | undefined

  constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.receive(chunk))
    // 'close' follows; a reset is how a peer that was killed looks.
    socket.on('error', () => this.fail(new MachineUnavailable('connection-lost')))
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.fail(new MachineUnavailable('connection-lost'))
        resolve()
      })
    })
  }

  start<T extends RequestType>(request: RequestOf<T>, onFrame: (frame: AgentFrame) => void): AgentStream<T> {
    const id = ++this.lastId
    const done = new Promise<AgentFrame>((resolve, reject) => {
      if (this.failure) reject(this.failure)
      else this.pending.set(id, { final: FINAL[(request as AgentRequestInput).type], onFrame, resolve, reject })
    })
    // A caller that only listens to frames has seen the error frame, or sees `closed`.
    done.catch(() => {})
    this.send(id, request)
    return {
      done: done as Promise<FinalFrame<T>>,
      cancel: () => {
        if (this.pending.has(id)) this.send(++this.lastId, { type: 'cancel', of: id })
      },
      input: async (data) => {
        if (!this.pending.has(id)) return
        const { done: taken } = this.start({ type: 'input', of: id, data: data?.toString('base64') ?? null }, () => {})
        // Why the program reads no more is told by `done`.
        await taken.catch(() => {})
      },
      acknowledge: (bytes) => {
        if (this.pending.has(id)) this.send(++this.lastId, { type: 'console-ack', of: id, bytes })
      },
    }
  }

  close(): void {
    this.socket.destroy()
  }

  /** Ends everything that is under way with `error`; the first error counts. */
  fail(error: Error): void {
    if (this.failure) return
    this.failure = error
    for (const { reject } of this.pending.values()) reject(error)
    this.pending.clear()
    this.socket.destroy()
  }

  private send(id: number, request: AgentRequestInput): void {
    if (!this.failure) this.socket.write(`${JSON.stringify({ id, request })}\n`)
  }

  private receive(chunk: Buffer): void {
    let frames: AgentFrame[]
    try {
      frames = this.lines.push(chunk).map((line) => agentFrameSchema.parse(JSON.parse(line)))
    } catch (error) {
      this.fail(new MachineUnavailable('bad-frame', { words: error instanceof Error ? error.message : String(error) }))
      return
    }
    for (const frame of frames) this.dispatch(frame)
  }

  private dispatch(frame: AgentFrame): void {
    const pending = this.pending.get(frame.id)
    if (!pending) return
    if (frame.type === 'error' || frame.type === pending.final) this.pending.delete(frame.id)
    pending.onFrame(frame)
    if (frame.type === 'error') pending.reject(refusalOf(frame.error))
    else if (frame.type === pending.final) pending.resolve(frame)
  }
}

/** A path that is too long for a socket address is reached through its folder's descriptor. */
async function openSocket(path: string): Promise<Socket> {
  if (Buffer.byteLength(path) <= SOCKET_PATH_BYTES) return connected(path)
  const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    return await connected(`/proc/self/fd/${folder}/${basename(path)}`)
  } finally {
    closeSync(folder)
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}
