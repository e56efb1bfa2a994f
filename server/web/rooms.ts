import type { MachineStatus } from '../../core/protocol/socket'
import type { LabStore } from '../labs/store'
import { wordsOf } from './problem'
import { Room } from './room'

interface Entry {
  room: Promise<Room>
  users: number
}

/** The open labs. A room stands while someone uses it. */
export class Rooms {
  private readonly open = new Map<string, Entry>()
  private readonly entries = new WeakMap<Room, Entry>()

  constructor(
    private readonly store: LabStore,
    private readonly warn: (text: string) => void,
  ) {}

  /** The room of a lab; each caller gives it back with `release`. Throws LabProblem. */
  async use(lab: string): Promise<Room> {
    const entry = this.open.get(lab) ?? this.start(lab)
    entry.users++
    try {
      return await entry.room
    } catch (error) {
      if (this.open.get(lab) === entry) this.open.delete(lab)
      throw error
    }
  }

  /** Gives a room back; with the last one it closes. */
  release(room: Room): void {
    const entry = this.entries.get(room)
    if (!entry || entry.users === 0 || --entry.users > 0) return
    if (this.open.get(room.lab) === entry) this.open.delete(room.lab)
    room.close()
    this.store.release(room.session)
  }

  /** Keeps a lab's room standing during some work, whoever leaves meanwhile. Throws LabProblem, and what the work throws. */
  async hold<T>(lab: string, work: (room: Room) => Promise<T>): Promise<T> {
    const room = await this.use(lab)
    try {
      return await work(room)
    } finally {
      this.release(room)
    }
  }

  /** The state of a lab's machine for the gallery, where someone has the lab open. */
  async statusOf(lab: string): Promise<MachineStatus | undefined> {
    const room = await this.open.get(lab)?.room.catch(() => undefined)
    return room?.machine.status
  }

  private start(lab: string): Entry {
    const entry: Entry = { room: this.build(lab), users: 0 }
    this.open.set(lab, entry)
    entry.room.then(
      (room) => this.entries.set(room, entry),
      // `use` hears of it.
      () => {},
    )
    return entry
  }

  private async build(lab: string): Promise<Room> {
    const kind = await this.store.machineOf(lab)
    const session = await this.store.use(lab)
    const room = new Room(lab, session, kind, () => {
      if (this.open.get(lab) === this.entries.get(room)) this.open.delete(lab)
    })
    await room.machine.watch().catch((error: unknown) => this.warn(`${lab}: ${wordsOf(error)}`))
    return room
  }
}
