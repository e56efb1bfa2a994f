import { randomUUID } from 'node:crypto'
import { type Console as ConsoleState, MAX_CONSOLES } from '../../../core/protocol/console'
import type { Namespace } from '../kernel/namespace'
import type { Namespaces } from '../kernel/namespaces'
import { Refusal } from '../probe/resolve'
import { Console, type ShellPlace } from './console'
import { signalSessions } from './session'

/** The consoles of a machine. */
export class Consoles {
  private readonly open = new Map<string, Console>()
  /** By namespace: the sessions of every console that there ever was, for what they started may outlive them. */
  private readonly sessions = new Map<number, Set<number>>()
  private readonly watchers = new Set<(consoles: ConsoleState[]) => void>()
  private starting = 0

  constructor(namespaces: Namespaces) {
    namespaces.onClosed((namespace) => this.namespaceGone(namespace))
  }

  get list(): ConsoleState[] {
    return [...this.open.values()].map(({ state }) => state)
  }

  /** Tells the list now and whenever it changes. The result ends that. */
  watch(tell: (consoles: ConsoleState[]) => void): () => void {
    this.watchers.add(tell)
    tell(this.list)
    return () => this.watchers.delete(tell)
  }

  /** Starts a shell. */
  async start(place: ShellPlace, size: { cols: number; rows: number }): Promise<ConsoleState> {
    const running = [...this.open.values()].filter(({ end }) => !end).length
    if (running + this.starting >= MAX_CONSOLES) throw new Refusal('limit', `at most ${MAX_CONSOLES} consoles at a time`)
    this.starting++
    try {
      const console = await Console.start(randomUUID(), place, size, () => this.changed())
      this.open.set(console.id, console)
      this.remember(console)
      this.forgetOldest()
      this.changed()
      return console.state
    } finally {
      this.starting--
    }
  }

  /** Throws when there is none of this id. */
  get(id: string): Console {
    const console = this.open.get(id)
    if (!console) throw new Refusal('unknown-console', 'there is no such console any more')
    return console
  }

  close(id: string): void {
    this.get(id).hangUp()
    this.open.delete(id)
    this.changed()
  }

  /** Ends those of a lab in nodes that it no longer has, and what they started. */
  endOf(lab: string, keeps: (node: string) => boolean): void {
    for (const console of this.open.values()) if (console.place.lab === lab && !keeps(console.place.node)) console.kill()
  }

  /** Ends all of them and what they started, at once. */
  end(): void {
    for (const [inode, sessions] of this.sessions) signalSessions(sessions, inode, 'SIGKILL')
  }

  private remember({ inode, session }: Console): void {
    const sessions = this.sessions.get(inode) ?? new Set()
    if (session !== undefined) sessions.add(session)
    this.sessions.set(inode, sessions)
  }

  /** Of those that have ended, not more are kept than may run. */
  private forgetOldest(): void {
    const ended = [...this.open.values()].filter(({ end }) => end)
    for (const { id } of ended.slice(0, Math.max(0, ended.length - MAX_CONSOLES))) this.open.delete(id)
  }

  /** What is left inside would keep the namespace alive without its name. */
  private namespaceGone({ inode }: Namespace): void {
    const sessions = this.sessions.get(inode)
    if (!sessions) return
    for (const console of this.open.values()) if (console.inode === inode) console.kill()
    signalSessions(sessions, inode, 'SIGKILL')
    this.sessions.delete(inode)
  }

  private changed(): void {
    const { list } = this
    for (const tell of this.watchers) tell(list)
  }
}
