import type { Lab } from '../../core/lab/schema'
import type { OutsideChange } from '../../core/protocol/history'
import type { MachineKind, OpenedLab, ServerEvents } from '../../core/protocol/socket'
import type { LabSession } from '../labs/session'
import { Client, type ClientSocket, type Kind, type Missed } from './client'
import { LabMachine } from './machine'

/** A lab that someone has open: its session, its machine, and the browsers that look at it. */
export class Room {
  readonly machine: LabMachine
  private readonly clients = new Map<ClientSocket, Client>()

  constructor(
    readonly lab: string,
    readonly session: LabSession,
    kind: MachineKind,
    private readonly onDeleted: () => void,
  ) {
    this.machine = new LabMachine(lab, kind)
    session.on('changed', this.changed).on('replaced', this.replaced).on('deleted', this.deleted).on('outside', this.outside)
    this.machine
      .on('status', (machine) => this.send('status', 'machine', { lab, machine }))
      .on('snapshot', (observation) => this.send('state', 'state:snapshot', { lab, ...observation }))
      .on('change', (change) => this.send('state', 'state:change', { lab, change }))
      .on('traffic', (traffic) => this.send('status', 'traffic', { lab, traffic }))
      .on('progress', (progress) => this.send('status', 'apply:progress', { lab, progress }))
      .on('consoles', (consoles) => this.send('status', 'consoles', { lab, ...consoles }))
      .on('result', (result) => this.send('always', 'apply:result', { lab, result }))
  }

  /** Lets a browser in. What it is given and the events that follow leave no gap between them. */
  join(socket: ClientSocket): OpenedLab {
    this.clients.get(socket)?.leave()
    const client = new Client(socket, (missed) => this.resend(client, missed))
    this.clients.set(socket, client)
    const { lab, revision } = this.session.current
    const { status, state, applied, applying, consoles } = this.machine
    const { outside } = this.session
    return { lab, revision, machine: status, state, applied, applying, consoles, ...(outside && { outside }) }
  }

  leave(socket: ClientSocket): void {
    this.clients.get(socket)?.leave()
    this.clients.delete(socket)
  }

  /** The document at exactly this revision, or undefined when it has moved on. */
  labAt(revision: number): Lab | undefined {
    const { current } = this.session
    return current.revision === revision ? current.lab : undefined
  }

  /** Nobody looks any more. */
  close(): void {
    const { session } = this
    session.off('changed', this.changed).off('replaced', this.replaced).off('deleted', this.deleted).off('outside', this.outside)
    this.machine.removeAllListeners()
    this.machine.unwatch()
    for (const client of this.clients.values()) client.leave()
    this.clients.clear()
  }

  private readonly changed = (event: Omit<Parameters<ServerEvents['lab:changed']>[0], 'lab'>) =>
    this.send('lab', 'lab:changed', { lab: this.lab, ...event })

  private readonly replaced = ({ lab, revision }: { lab: Lab; revision: number }) =>
    this.send('lab', 'lab:replaced', { lab: this.lab, revision, document: lab })

  private readonly outside = (outside: OutsideChange | undefined) =>
    this.send('always', 'lab:outside', { lab: this.lab, ...(outside && { outside }) })

  private readonly deleted = () => {
    this.send('always', 'lab:deleted', { lab: this.lab })
    this.onDeleted()
  }

  private send<E extends keyof ServerEvents>(kind: Kind, event: E, ...payload: Parameters<ServerEvents[E]>): void {
    const weigh = weigher(payload)
    for (const client of this.clients.values()) client.send(kind, event, payload, weigh)
  }

  private resend(client: Client, missed: Missed): void {
    const { lab, session, machine } = this
    const send = <E extends keyof ServerEvents>(event: E, ...payload: Parameters<ServerEvents[E]>) =>
      client.send(missed, event, payload, weigher(payload))
    if (missed === 'lab') send('lab:replaced', { lab, revision: session.current.revision, document: session.current.lab })
    if (missed === 'status') {
      send('machine', { lab, machine: machine.status })
      send('consoles', { lab, running: machine.status.status !== 'stopped', consoles: machine.consoles })
    }
    if (missed === 'state' && machine.state) send('state:snapshot', { lab, state: machine.state, applied: machine.applied })
  }
}

/** Tells the bytes of a message, written out at most once however many ask. */
function weigher(payload: unknown): () => number {
  let bytes: number | undefined
  return () => {
    bytes ??= JSON.stringify(payload).length
    return bytes
  }
}
