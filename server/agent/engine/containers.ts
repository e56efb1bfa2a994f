import { statSync } from 'node:fs'
import { containerNetns } from '../../../core/lab/container'
import type { Lab } from '../../../core/lab/schema'
import { type ContainerState, ENGINES, type Engine } from '../../../core/state/container'
import { equalData } from '../../../core/state/equal'
import type { GuestNetns, Guests } from '../kernel/namespaces'
import { log } from '../log'
import { type EngineWatch, engineSocket, runningContainers, watchContainers } from './engine-api'

/** Milliseconds after which an engine that was not there, or hung up, is asked again. */
const RETRY = 5000
/** An engine tells several things about one start; it is asked once they have been told. */
const SETTLE = 100
/** Processes that labs name by their number. */
const MAX_PIDS = 256
/** What says that no engine runs here, or that it just ended. */
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ECONNRESET', 'EPIPE'])

/**
 * The running containers of this computer, whose network namespaces have no name in /run/netns. They are looked at and attached to, and
 * are never started, stopped or removed.
 */
export class Containers implements Guests {
  private readonly found = new Map<Engine, readonly ContainerState[]>()
  private readonly pids = new Set<number>()
  private readonly watches = new Map<Engine, EngineWatch>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly settling = new Map<Engine, NodeJS.Timeout>()
  private stopped = false

  constructor(
    private readonly sockets: ReadonlyMap<Engine, string> = new Map(ENGINES.map((engine) => [engine, engineSocket(engine)])),
  ) {}

  /** Remembers the processes that a lab names, so that their namespaces are found. */
  want(lab: Lab): void {
    for (const node of Object.values(lab.nodes))
      if (node.kind === 'container' && node.pid !== undefined && this.pids.size < MAX_PIDS) this.pids.add(node.pid)
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

  /** The namespaces of containers and wanted processes; containers that share one are told together, under the first one's key. */
  list(): GuestNetns[] {
    const byInode = new Map<number, GuestNetns>()
    for (const container of [...this.found.values()].flat()) {
      const path = `/proc/${container.pid}/ns/net`
      const inode = inodeOf(path)
      if (inode === undefined) continue
      const known = byInode.get(inode)
      if (known) known.containers.push(container)
      else
        byInode.set(inode, {
          key: containerNetns({ engine: container.engine, container: container.name }),
          path,
          inode,
          containers: [container],
        })
    }
    for (const pid of this.pids) {
      const path = `/proc/${pid}/ns/net`
      const inode = inodeOf(path)
      // A namespace has one key: where a lab names it by a process, that.
      if (inode === undefined) this.pids.delete(pid)
      else byInode.set(inode, { key: containerNetns({ pid }), path, inode, containers: byInode.get(inode)?.containers ?? [] })
    }
    return [...byInode.values()]
  }

  private async ask(engine: Engine): Promise<boolean> {
    const socket = this.sockets.get(engine)
    const before = this.found.get(engine) ?? []
    const now = socket === undefined ? [] : await containersOrNone(engine, socket)
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

async function containersOrNone(engine: Engine, socket: string): Promise<readonly ContainerState[]> {
  try {
    return await runningContainers(engine, socket)
  } catch (error) {
    if (!ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) log(`${engine} could not be asked what runs: ${error}`)
    return []
  }
}

/** Undefined for a process that has ended. */
function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}
