import { io, type Socket } from 'socket.io-client'
import { create } from 'zustand'
import { SOCKET_PATH } from '../../core/protocol/path'
import type { Ack, ClientEventName, ClientRequest, ClientResults, ServerEvents } from '../../core/protocol/socket'

/** `refused`: the server does not know this browser (the session ended, or the page was opened without the printed link). */
export type ConnectionStatus = 'connecting' | 'open' | 'reconnecting' | 'refused'

interface ConnectionState {
  status: ConnectionStatus
  /** Failed attempts since the connection was last open. */
  attempts: number
}

/** How the page stands with the server; the banner and the sync words read it. */
export const useConnection = create<ConnectionState>()(() => ({ status: 'connecting', attempts: 0 }))

/** Whether the server can be asked now. */
export function useConnected(): boolean {
  return useConnection(({ status }) => status === 'open')
}

/** Calls `listener` each time that the connection opens from now on: a reason to try again what failed without it. Returns how to stop. */
export function onOpening(listener: () => void): () => void {
  return useConnection.subscribe((now, before) => {
    if (now.status === 'open' && before.status !== 'open') listener()
  })
}

type Emit = (event: string, payload: unknown, ack: (error: Error | null, reply: unknown) => void) => void
type Wire = Socket<ServerEvents, Record<string, Emit>>

/** An apply of a thousand steps on a busy machine; everything else answers much sooner. */
const SLOW_EVENTS: ReadonlySet<ClientEventName> = new Set([
  'machine:apply',
  'machine:destroy',
  'machine:confirm',
  'machine:discover',
  'probe:tcp',
])
const TIMEOUT = { normal: 10_000, slow: 180_000 } as const

let wire: Wire | undefined
const onOpen = new Set<() => void>()

function socket(): Wire {
  if (wire) return wire
  const made: Wire = io({
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 3000,
    randomizationFactor: 0.3,
  })
  made.on('connect', () => {
    useConnection.setState({ status: 'open', attempts: 0 })
    for (const listener of [...onOpen]) listener()
  })
  made.on('disconnect', (reason) => {
    // The server closes a socket by itself only when its session is over.
    useConnection.setState({ status: reason === 'io server disconnect' ? 'refused' : 'reconnecting' })
  })
  made.on('connect_error', () => {
    const attempts = useConnection.getState().attempts + 1
    useConnection.setState({ status: made.active ? 'reconnecting' : 'refused', attempts })
  })
  wire = made
  return made
}

/** Tries again at once, for the banner's button. */
export function reconnectNow(): void {
  const made = socket()
  if (!made.connected) made.disconnect().connect()
}

/** Calls `listener` each time that the connection opens, and at once when it is open. Returns how to stop. */
export function whenOpen(listener: () => void): () => void {
  onOpen.add(listener)
  if (socket().connected) listener()
  return () => void onOpen.delete(listener)
}

/** True while requests can be sent. */
export function isOpen(): boolean {
  return wire?.connected ?? false
}

/**
 * Sends one event and waits for its acknowledgement. Never rejects: no answer in time, or no connection, is the error
 * `failed` with `text: 'offline'`.
 */
export async function request<E extends ClientEventName>(event: E, payload: ClientRequest<E>): Promise<Ack<ClientResults[E]>> {
  const made = socket()
  try {
    const timeout = SLOW_EVENTS.has(event) ? TIMEOUT.slow : TIMEOUT.normal
    const acked = made.timeout(timeout) as unknown as { emitWithAck(name: string, payload: unknown): Promise<unknown> }
    return (await acked.emitWithAck(event, payload)) as Ack<ClientResults[E]>
  } catch {
    // socket.io rejects on a time-out and on a lost connection; both mean that nobody answered.
    return { ok: false, error: { code: 'failed', text: OFFLINE } }
  }
}

/** The `text` of the error that stands for "nobody answered". */
export const OFFLINE = 'offline'

/** Listens to one server event. Returns how to stop. */
export function onServer<E extends keyof ServerEvents>(event: E, listener: ServerEvents[E]): () => void {
  const made = socket() as unknown as {
    on(event: string, listener: unknown): void
    off(event: string, listener: unknown): void
  }
  made.on(event, listener)
  return () => made.off(event, listener)
}
