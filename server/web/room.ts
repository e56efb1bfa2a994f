import type { Lab } from '../../core/lab/schema'
import type { OpenedLab, ServerEvents } from '../../core/protocol/socket'
import type { LabSession } from '../labs/session'
import { Client, type ClientSocket, type Missed } from './client'
import { LabMachine } from './machine'

/** A lab that someone has open: its session, its machine, and the browsers that look at it. */
export class Room {
  readonly machine: LabMachine
  private readonly clients = new Map<ClientSocket, Client>()

  constructor(
    readonly lab: string,
    readonly session: LabSession,
    private readonly onDeleted: () => void,
  ) {
    this.machine = new LabMachine(lab)
    session.on('changed', this.changed).on('replaced', this.replaced).on('deleted', this.deleted)
    this.machine
      .on('status', (machine) => this.send('nothing', 'machine', { lab, machine }))
      .on('snapshot', (observation) => this.send('state', 'state:snapshot', { lab, ...observation }))
      .on('change', (change) => this.send('state', 'state:change', { lab, change }))
      .on('traffic', (traffic) => this.send('nothing', 'traffic', { lab, traffic }))
      .on('progress', (progress) => this.send('nothing', 'apply:progress', { lab, progress }))
      .on('result', (result) => this.send('nothing', 'apply:result', { lab, result }))
  }

  /** Lets a browser in. What it is given and the events that follow leave no gap between them. */
  join(socket: ClientSocket): OpenedLab {
    this.clients.get(socket)?.leave()
    const client = new Client(socket, (missed) => this.resend(client, missed))
    this.clients.set(socket, client)
    const { lab, revision } = this.session.current
    const { status, state, applied, applying } = this.machine
    return { lab, revision, machine: status, state, applied, applying }
  }

  leave(socket: ClientSocket): void {
    this.clients.get(socket)?.leave()
    this.clients.delete(socket)
  }

  has(socket: ClientSocket): boolean {
    return this.clients.has(socket)
  }

  /** The document at exactly this revision, or undefined when it has moved on. */
  labAt(revision: number): Lab | undefined {
    const { current } = this.session
    return current.revision === revision ? current.lab : undefined
  }

  /** Nobody looks any more. */
  close(): void {
    this.session.off('changed', this.changed).off('replaced', this.replaced).off('deleted', this.deleted)
    this.machine.removeAllListeners()
    this.machine.unwatch()
    for (const client of this.clients.values()) client.leave()
    this.clients.clear()
  }

  private readonly changed = (event: Omit<Parameters<ServerEvents['lab:changed']>[0], 'lab'>) =>
    this.send('lab', 'lab:changed', { lab: this.lab, ...event })

  private readonly replaced = ({ lab, revision }: { lab: Lab; revision: number }) =>
    this.send('lab', 'lab:replaced', { lab: this.lab, revision, document: lab })

  private readonly deleted = () => {
    this.send('nothing', 'lab:deleted', { lab: this.lab })
    this.onDeleted()
  }

  private send<E extends keyof ServerEvents>(kind: Missed, event: E, ...payload: Parameters<ServerEvents[E]>): void {
    for (const client of this.clients.values()) client.send(kind, event, ...payload)
  }

  private resend(client: Client, missed: Missed): void {
    const { lab, revision } = this.session.current
    if (missed === 'lab') client.send('lab', 'lab:replaced', { lab: this.lab, revision, document: lab })
    if (missed === 'nothing') client.send('nothing', 'machine', { lab: this.lab, machine: this.machine.status })
    const { state, applied } = this.machine
    if (missed === 'state' && state) client.send('state', 'state:snapshot', { lab: this.lab, state, applied })
  }
}
