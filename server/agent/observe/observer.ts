import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Namespace } from '../kernel/namespace'
import { NETNS_DIRECTORY } from '../kernel/netns'
import { Poller } from '../kernel/poller'
import { log } from '../log'
import type { Machine } from './machine'
import { type Dirt, dirtBeyond, EVERYTHING, mergeDirt, NEIGHBOURS, PLANNED } from './section'
import { TrafficSampler } from './traffic'
import { Watch } from './watch'

/** Milliseconds from the first event to the reading: the kernel tends to say several things about one change. */
const SETTLE = 2
/** Milliseconds between readings while events keep coming. */
const INTERVAL = 50
/** A namespace with more neighbours than this is told about them at most once in so many milliseconds, and only to who looks on: something always changes. */
const CROWD = 64
const CROWD_INTERVAL = 1000
/** Milliseconds between full reads, which find what no event told, while somebody looks on. Who comes later than that gets one. */
const FULL_READ = 30_000
/** While nobody does. A plan reads for itself. */
const UNSEEN_READ = 300_000
/** As late as an interval of a busy agent may be. */
const LATE = 1000
/** A name in /run/netns whose namespace is not mounted yet is looked at again after this, so often. */
const PENDING_RETRY = 5
const PENDING_RETRIES = 40

/**
 * Keeps a machine's state true to the kernel: listens in every namespace, reads again what an event touched, and reads
 * everything now and then. All readings and all changes of ours take turns.
 */
export class Observer {
  private readonly poller = new Poller()
  private readonly watches = new Map<Namespace, Watch>()
  private readonly dirty = new Map<Namespace, Dirt>()
  private readonly crowded = new Set<Namespace>()
  private crowdTimer: NodeJS.Timeout | undefined
  private onlookers = 0
  private namesDirty = false
  private pendingRetries = 0
  private timer: NodeJS.Timeout | undefined
  private fullRead: NodeJS.Timeout | undefined
  private lastFullRead = Number.NEGATIVE_INFINITY
  private folder: FSWatcher | undefined
  private lastRead = Number.NEGATIVE_INFINITY
  private turns: Promise<unknown> = Promise.resolve()
  private stopped = false

  readonly traffic: TrafficSampler

  constructor(readonly machine: Machine) {
    this.traffic = new TrafficSampler(machine)
    machine.namespaces.onClosed((namespace) => this.unwatch(namespace))
    machine.services.onChange((namespace) => {
      this.dirty.set(namespace, mergeDirt(this.dirty.get(namespace), { sections: 0 }))
      this.schedule()
    })
  }

  /** Starts listening, and reads everything once. */
  async start(): Promise<void> {
    this.folder = watchFolder(NETNS_DIRECTORY, () => {
      this.namesDirty = true
      this.pendingRetries = PENDING_RETRIES
      this.schedule()
    })
    this.folder.on('error', (error) => log(`${NETNS_DIRECTORY} is not watched any more: ${error}`))
    await this.readEverything(EVERYTHING)
    this.fullRead = setInterval(() => this.readIfOld(this.onlookers > 0 ? FULL_READ : UNSEEN_READ), FULL_READ)
  }

  /** Ends listening. What is under way still ends by itself. */
  stop(): void {
    this.stopped = true
    this.folder?.close()
    clearTimeout(this.timer)
    clearTimeout(this.crowdTimer)
    clearInterval(this.fullRead)
    for (const watch of this.watches.values()) watch.close()
    this.watches.clear()
    this.poller.stop()
  }

  /** Somebody follows the state from now on, until the function that is returned is called. What waited for somebody is read now. */
  lookOn(): () => void {
    this.onlookers++
    this.readIfOld(FULL_READ)
    if (this.crowded.size > 0) this.readCrowds()
    return () => {
      this.onlookers--
    }
  }

  /** Runs `work` while nothing is read and no other such work runs; events that come meanwhile are looked into afterwards. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turns.then(work)
    this.turns = result.catch(() => undefined)
    return result
  }

  /** A full read, when the last one began so long ago; that one may have begun late, and the next be in time. */
  private readIfOld(age: number): void {
    if (performance.now() - this.lastFullRead > age - LATE) void this.readEverything(PLANNED).catch(notRead)
  }

  /** A full read of these sections, in its turn. */
  private readEverything(sections: number): Promise<void> {
    this.lastFullRead = performance.now()
    return this.inTurn(async () => {
      this.findNamespaces()
      for (const [namespace, dirt] of [...this.dirty]) {
        const rest = dirtBeyond(dirt, sections)
        if (rest) this.dirty.set(namespace, rest)
        else this.dirty.delete(namespace)
      }
      await this.machine.readAll(sections)
      this.lastRead = performance.now()
      if (this.dirty.size > 0) this.schedule()
    })
  }

  /**
   * Reads all that a plan is made from, by work that has its turn already. Namespaces that are new are listened to after that
   * turn, and then read again: opening two sockets in each of a thousand would make the work wait.
   *
   * `only`: the namespaces in which something can have changed since the last such reading; all of them when it is left out. `makesDo`:
   * what cannot be read is left as it was; else the reading throws when that is part of what a plan is made from.
   */
  async readForPlan({
    only,
    makesDo = false,
  }: {
    only?: ReadonlySet<string> | undefined
    makesDo?: boolean
  } = {}): Promise<void> {
    if (!only) this.lastFullRead = performance.now()
    await this.machine.namespaces.guests?.refresh()
    const { added } = this.machine.namespaces.refresh()
    await this.machine.readAll(PLANNED, only)
    if (!makesDo) this.machine.checkRead()
    // Who waits for this work is answered before the processor goes to listening.
    this.lastRead = performance.now()
    for (const namespace of added) this.dirty.set(namespace, { sections: EVERYTHING })
    this.namesDirty = true
    this.schedule()
  }

  /** Looks which containers there are now; whoever has them as a network may have come or gone with them. */
  lookAround(): void {
    this.namesDirty = true
    for (const namespace of this.machine.namespaces.all()) {
      const { containers } = this.machine.state.namespaces[namespace.name] ?? {}
      if (containers || namespace === this.machine.namespaces.host)
        this.dirty.set(namespace, mergeDirt(this.dirty.get(namespace), { sections: 0 }))
    }
    this.schedule()
  }

  /** Notices which namespaces came and went, and listens to the new ones. */
  private findNamespaces(): void {
    const { added, pending } = this.machine.namespaces.refresh()
    this.namesDirty = false
    for (const namespace of added) this.dirty.set(namespace, { sections: EVERYTHING })
    // Before they are read, so that nothing falls in between. Those that we made had no neighbours when they were made.
    for (const namespace of this.machine.namespaces.all()) {
      if (this.watches.has(namespace)) continue
      this.watch(namespace)
      this.dirty.set(namespace, mergeDirt(this.dirty.get(namespace), { sections: PLANNED }))
    }
    if (pending.length > 0 && this.pendingRetries > 0) {
      this.pendingRetries--
      this.namesDirty = true
    }
  }

  private watch(namespace: Namespace): void {
    const onDirt = (dirt: Dirt) => {
      let { sections } = dirt
      if (sections & NEIGHBOURS && this.isCrowded(namespace)) {
        this.postpone(namespace)
        sections &= ~NEIGHBOURS
      }
      if (sections === 0) return
      this.dirty.set(namespace, mergeDirt(this.dirty.get(namespace), { ...dirt, sections }))
      this.schedule()
    }
    const onOverrun = () => log(`events of ${namespace.name} were lost; reading it again`)
    try {
      this.watches.set(namespace, new Watch(namespace, this.poller, onDirt, onOverrun))
    } catch (error) {
      log(`${namespace.name} is not watched: ${error}`)
    }
  }

  private unwatch(namespace: Namespace): void {
    this.watches.get(namespace)?.close()
    this.watches.delete(namespace)
    this.dirty.delete(namespace)
    this.crowded.delete(namespace)
  }

  private isCrowded(namespace: Namespace): boolean {
    return (this.machine.state.namespaces[namespace.name]?.neighbours.length ?? 0) > CROWD
  }

  private postpone(namespace: Namespace): void {
    this.crowded.add(namespace)
    if (this.onlookers > 0) this.crowdTimer ??= setTimeout(() => this.readCrowds(), CROWD_INTERVAL)
  }

  private readCrowds(): void {
    clearTimeout(this.crowdTimer)
    this.crowdTimer = undefined
    for (const each of this.crowded) this.dirty.set(each, mergeDirt(this.dirty.get(each), { sections: NEIGHBOURS }))
    this.crowded.clear()
    this.schedule()
  }

  private schedule(): void {
    if (this.timer || this.stopped) return
    const wait = Math.max(SETTLE, this.lastRead + INTERVAL - performance.now())
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.inTurn(() => this.readDirty()).catch(notRead)
    }, wait)
  }

  private async readDirty(): Promise<void> {
    // Whoever waited for the work before this hears of it first: to listen to a thousand new namespaces takes long.
    await nextTurn()
    if (this.stopped) return
    if (this.namesDirty) this.findNamespaces()
    const dirty = new Map(this.dirty)
    this.dirty.clear()
    // A namespace that is gone has no event of its own in its state: the reading notices it by its absence.
    await this.machine.read(dirty)
    this.lastRead = performance.now()
    if (this.namesDirty) setTimeout(() => this.schedule(), PENDING_RETRY)
    else if (this.dirty.size > 0) this.schedule()
  }
}

/** The next event, or the next full read, looks again. */
function notRead(error: unknown): void {
  log(`the machine could not be read: ${error}`)
}
