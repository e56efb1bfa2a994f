import type { OpenedLab } from '../../core/protocol/socket'
import { LabProblem } from '../labs/problem'
import type { AgentStream } from '../machines/connection'
import type { ClientSocket } from './client'
import type { Room } from './room'
import type { Shared } from './shared'

/** Probes that one browser may have under way. */
const MAX_PROBES = 16
/** Views of consoles that one browser may have. */
const MAX_ATTACHMENTS = 32
/** Labs that one browser may have open. */
const MAX_OPEN = 16

/** A lab that a connection has open: its room once that is there. */
interface Opened {
  room: Promise<Room>
  entered?: Room
}

/** One connection: the labs that it has open, the probes that it has started and the consoles that it follows, all let go when it ends. */
export class Visit {
  private readonly open = new Map<string, Opened>()
  private readonly probes = new Map<string, () => void>()
  private readonly attachments = new Map<string, AgentStream<'console-attach'>>()
  /** By lab: what ends the watch for its deletion. */
  private readonly following = new Map<string, () => void>()
  private ended = false

  constructor(
    readonly socket: ClientSocket,
    private readonly shared: Shared,
  ) {}

  /** Opens a lab for this connection; a second time is the same. Throws LabProblem, also where it has been left before its room was there. */
  async enter(lab: string): Promise<Room> {
    const before = this.open.get(lab)
    if (before) return before.room
    if (this.ended) throw left()
    if (this.open.size >= MAX_OPEN) throw new LabProblem('no-such-lab', `at most ${MAX_OPEN} labs are open at once`)
    const entering: Opened = { room: this.shared.rooms.use(lab) }
    this.open.set(lab, entering)
    try {
      const room = await entering.room
      // Whoever left has seen to it that the room is given back.
      if (this.open.get(lab) !== entering) throw left()
      entering.entered = room
      this.follow(lab, room)
      return room
    } catch (error) {
      if (this.open.get(lab) === entering) this.open.delete(lab)
      throw error
    }
  }

  /** Has a room tell this connection what happens in it, from now on. Throws LabProblem where the connection has left it by now. */
  join(room: Room): OpenedLab {
    if (this.open.get(room.lab)?.entered !== room) throw left()
    return room.join(this.socket)
  }

  /** Leaves with the lab, when that is deleted; the session outlives the visit, and must not keep it. */
  private follow(lab: string, room: Room): void {
    const leave = () => this.leave(lab)
    room.session.once('deleted', leave)
    this.following.set(lab, () => room.session.off('deleted', leave))
  }

  private unfollow(lab: string): void {
    this.following.get(lab)?.()
    this.following.delete(lab)
  }

  /** The room of a lab that this connection has open. Throws LabProblem. */
  async room(lab: string): Promise<Room> {
    const opened = this.open.get(lab)
    if (!opened) throw new LabProblem('no-such-lab', 'the lab is not open here')
    return opened.room
  }

  /** Gives a lab's room back, once, whether it is there already or on its way. */
  leave(lab: string): void {
    const opened = this.open.get(lab)
    if (!opened) return
    this.open.delete(lab)
    this.unfollow(lab)
    for (const [key, stream] of this.attachments) if (key.startsWith(`${lab}/`)) stream.cancel()
    // Others may keep the room, and nobody is left here to stop them.
    for (const [key, cancel] of this.probes) if (key.startsWith(`${lab}/`)) cancel()
    opened.entered?.leave(this.socket)
    opened.room.then(
      (room) => this.shared.rooms.release(room),
      // Whoever opened it hears of it, and there is nothing to give back.
      () => {},
    )
  }

  /**
   * Starts a probe and keeps it, so that it can be cancelled and ends when the lab is left. Throws LabProblem `conflict` for an id that is in
   * use or one probe too many, and `no-such-lab` where the lab has been left in the meantime.
   */
  startProbe<P extends { cancel(): void }>(lab: string, probe: string, start: () => P): P {
    const key = `${lab}/${probe}`
    if (!this.open.has(lab)) throw new LabProblem('no-such-lab', 'the lab is not open here')
    if (this.probes.has(key)) throw new LabProblem('conflict', 'a probe of this id is under way')
    if (this.probes.size >= MAX_PROBES) throw new LabProblem('conflict', `at most ${MAX_PROBES} probes run at once`)
    const started = start()
    this.probes.set(key, () => started.cancel())
    return started
  }

  endProbe(lab: string, probe: string): void {
    this.probes.delete(`${lab}/${probe}`)
  }

  cancelProbe(lab: string, probe: string): void {
    this.probes.get(`${lab}/${probe}`)?.()
  }

  /** Follows a console under an id of the page's own. Throws LabProblem `conflict` for an id in use or one view too many. */
  attach(lab: string, attachment: string, start: () => AgentStream<'console-attach'>): void {
    const key = `${lab}/${attachment}`
    if (this.attachments.has(key)) throw new LabProblem('conflict', 'an attachment of this id is there')
    if (this.attachments.size >= MAX_ATTACHMENTS)
      throw new LabProblem('conflict', `at most ${MAX_ATTACHMENTS} consoles are shown at once`)
    const stream = start()
    this.attachments.set(key, stream)
    // Why it ended is in the list of consoles.
    const forget = () => this.attachments.delete(key)
    stream.done.then(forget, forget)
  }

  attachment(lab: string, attachment: string): AgentStream<'console-attach'> | undefined {
    return this.attachments.get(`${lab}/${attachment}`)
  }

  end(): void {
    this.ended = true
    for (const stream of this.attachments.values()) stream.cancel()
    this.attachments.clear()
    for (const cancel of this.probes.values()) cancel()
    this.probes.clear()
    for (const lab of [...this.open.keys()]) this.leave(lab)
  }
}

function left(): LabProblem {
  return new LabProblem('no-such-lab', 'the lab is not open here any more')
}
