import { statSync } from 'node:fs'
import { type ContainerIdentity, containerNetns } from '../../../core/lab/container'
import type { Lab } from '../../../core/lab/schema'
import { type ContainerState, ENGINES, type Engine } from '../../../core/state/container'
import { equalData } from '../../../core/state/equal'
import type { GuestNetns, Guests } from '../kernel/namespaces'
import { log } from '../log'
import { type EngineWatch, engineSocket, type RunningContainer, runningContainers, watchContainers } from './engine-api'

/** Milliseconds after which an engine that was not there, or hung up, is asked again. */
const RETRY = 5000
/** An engine tells several things about one start; it is asked once they have been told. */
const SETTLE = 100
/** Labs whose containers and processes are remembered, unless more are kept. */
const MAX_LABS = 256
/** What says that no engine runs here, or that it just ended. */
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ECONNRESET', 'EPIPE'])

/**
 * The running containers of this computer, whose network namespaces have no name in /run/netns. They are looked at and attached to, and
 * are never started, stopped or removed.
 */
export class Containers implements Guests {
  private readonly found = new Map<Engine, readonly RunningContainer[]>()
  /** What labs call containers and processes, by the lab; the one that was told first comes first. */
  private readonly wanted = new Map<string, ReadonlyMap<string, ContainerIdentity>>()
  private readonly watches = new Map<Engine, EngineWatch>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly settling = new Map<Engine, NodeJS.Timeout>()
  private stopped = false

  constructor(
    private readonly sockets: ReadonlyMap<Engine, string> = new Map(ENGINES.map((engine) => [engine, engineSocket(engine)])),
  ) {}

  want(lab: Lab, kept: ReadonlySet<string>): void {
    const containers = Object.values(lab.nodes).filter((node) => node.kind === 'container')
    if (containers.length === 0) {
      this.wanted.delete(lab.name)
      return
    }
    if (this.wanted.size >= MAX_LABS && !this.wanted.has(lab.name)) {
      const oldest = [...this.wanted.keys()].find((name) => !kept.has(name))
      if (oldest !== undefined) this.wanted.delete(oldest)
    }
    this.wanted.set(lab.name, new Map(containers.map((node) => [containerNetns(node), node])))
  }

  /** Asks every engine again. An engine that is not there has no containers. */
  async refresh(): Promise<void> {
    await Promise.all([...this.sockets.keys()].map((engine) => this.ask(engine)))
  }

  /** Calls `changed` whenever containers came, went or were renamed, until `stop`. */
  watch(changed: () => void): void {
    for (const [engine, socket] of this.sockets) this.follow(engine, socket, changed)
  }

  stop(): void {
    this.stopped = true
    for (const watch of this.watches.values()) watch.stop()
    for (const timer of [...this.timers, ...this.settling.values()]) clearTimeout(timer)
  }

  /**
   * The namespaces of containers and wanted processes; containers that share one are told together. A namespace has one key: what a lab
   * calls it, or else the first container's.
   */
  list(): GuestNetns[] {
    const byInode = new Map<number, GuestNetns>()
    for (const { container } of [...this.found.values()].flat()) {
      const path = `/proc/${container.pid}/ns/net`
      const inode = inodeOf(path)
      if (inode === undefined) continue
      const known = byInode.get(inode)
      if (known) known.containers.push(container)
      else byInode.set(inode, { key: keyOf(container), path, inode, containers: [container] })
    }
    const named = new Set<number>()
    for (const [key, { pid }] of [...this.wanted.values()].flatMap((keys) => [...keys])) {
      const path = `/proc/${pid}/ns/net`
      const guest =
        pid === undefined
          ? [...byInode.values()].find(({ containers }) => containers.some((container) => keyOf(container) === key))
          : guestAt(path, byInode)
      if (!guest || named.has(guest.inode)) continue
      named.add(guest.inode)
      byInode.set(guest.inode, { ...guest, key })
    }
    return [...byInode.values()]
  }

  private async ask(engine: Engine): Promise<boolean> {
    const socket = this.sockets.get(engine)
    const before = this.found.get(engine) ?? []
    const now = socket === undefined ? [] : await containersOr(before, engine, socket)
    this.found.set(engine, now)
    return !equalData(before, now)
  }

  private follow(engine: Engine, socket: string, changed: () => void): void {
    const look = async () => {
      if ((await this.ask(engine)) && !this.stopped) changed()
    }
    const settle = () => {
      clearTimeout(this.settling.get(engine))
      this.settling.set(engine, setTimeout(look, SETTLE))
    }
    const again = () => {
      if (this.stopped) return
      const timer = setTimeout(() => {
        this.timers.delete(timer)
        this.follow(engine, socket, changed)
        void look()
      }, RETRY)
      this.timers.add(timer)
      settle()
    }
    this.watches.set(engine, watchContainers(socket, settle, again))
  }
}

/** None where no engine runs; `before` where one runs and cannot tell just now, for its containers run on. */
async function containersOr(
  before: readonly RunningContainer[],
  engine: Engine,
  socket: string,
): Promise<readonly RunningContainer[]> {
  try {
    return await runningContainers(engine, socket, before)
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return []
    log(`${engine} could not be asked what runs: ${error}`)
    return before
  }
}

function keyOf({ engine, name }: ContainerState): string {
  return containerNetns({ engine, container: name })
}

/** The namespace at a path, with its containers if it has any. */
function guestAt(path: string, known: ReadonlyMap<number, GuestNetns>): GuestNetns | undefined {
  const inode = inodeOf(path)
  if (inode === undefined) return undefined
  return { key: '', path, inode, containers: known.get(inode)?.containers ?? [] }
}

/** Undefined for a process that has ended. */
function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}
