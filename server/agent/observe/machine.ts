import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { diffMachine } from '../../../core/state/diff'
import { equalData } from '../../../core/state/equal'
import type { HostRecord } from '../../../core/state/host-record'
import type { MachineState, NetnsState, StateChange } from '../../../core/state/state'
import type { Namespace } from '../kernel/namespace'
import type { Namespaces } from '../kernel/namespaces'
import { readRules } from '../kernel/nft'
import { toolPath } from '../kernel/tools'
import { log } from '../log'
import { Services } from '../services/services'
import { netnsState } from './netns-state'
import { Peers } from './peers'
import { NetnsReader } from './reader'
import { type Dirt, EVERYTHING, LINKS, NEIGHBOURS, PAIRING } from './section'

/** Milliseconds of reading after which the event loop gets a turn. */
const SLICE = 10
/** `nft` processes at a time. */
const RULE_READERS = 4

/** What a reading changed, by section. */
type Changed = Map<NetnsReader, number>

/** The kernel as it was last read, as the protocol's state; knows what to read again, and tells what that changed. */
export class Machine {
  state: MachineState
  private readonly readers = new Map<Namespace, NetnsReader>()
  private readonly withNeighbours = new WeakSet<Namespace>()
  private readonly peers = new Peers()
  private readonly listeners = new Set<(change: StateChange) => void>()
  /** What the last reading could not read, with why: the state has it as it was before. */
  private readonly unread = new Map<Namespace, string>()
  /** Those that failed after they had read a part: they know it by now, and would not tell it as new again. */
  private readonly halfRead = new WeakSet<NetnsReader>()
  /** Which namespaces there were when all of them were last told (`Namespaces.version`). */
  private toldVersion: number | undefined
  /** What was read and is not in the state yet; a reading that fails leaves it to the next. */
  private readonly changed: Changed = new Map()

  constructor(
    readonly namespaces: Namespaces,
    readonly services: Services,
  ) {
    this.state = { epoch: randomBytes(8).toString('hex'), seq: 0, namespaces: {}, ...missingPrograms() }
    namespaces.onClosed((namespace) => this.readers.delete(namespace))
  }

  /** Notes what labs changed of this computer itself; goes out with the next snapshot. */
  setRecord(host: HostRecord): void {
    this.state = { ...this.state, host }
  }

  /** Calls `listener` with every change from now on; the function that ends it. */
  onChange(listener: (change: StateChange) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells that a namespace was given neighbours, so that the next full reading looks for them there. */
  expectNeighbours(netns: string): void {
    const namespace = this.namespaces.find(netns)
    if (namespace) this.withNeighbours.add(namespace)
  }

  /** Reads these sections of every namespace anew, or `only` of those, and neighbours where there were some or we have written some. */
  readAll(sections: number, only?: ReadonlySet<string>): Promise<void> {
    const known = (namespace: Namespace) =>
      this.withNeighbours.has(namespace) || (this.readers.get(namespace)?.neighbours.length ?? 0) > 0 ? NEIGHBOURS : 0
    const asked = this.namespaces.all().filter(({ name }) => only?.has(name) ?? true)
    return this.read(new Map(asked.map((namespace) => [namespace, { sections: sections | known(namespace) }])))
  }

  /** Reads what may have changed, takes it into the state and tells the listeners. Not to be called again before it is done. */
  async read(dirty: ReadonlyMap<Namespace, Dirt>): Promise<void> {
    const { changed } = this
    this.unread.clear()
    let turn = performance.now()
    for (const [namespace, dirt] of dirty) {
      if (this.namespaces.find(namespace.name) !== namespace) continue
      const reader = this.readerOf(namespace)
      const sections = this.tryRead(reader, dirt)
      if (sections !== 0 || this.servicesChanged(namespace) || this.containersChanged(namespace))
        changed.set(reader, (changed.get(reader) ?? 0) | sections)
      if (performance.now() - turn > SLICE) {
        await nextTurn()
        turn = performance.now()
      }
    }
    // A link that only goes up or down leaves every pair as it was; to look through all of them takes long where there are many.
    const moved = [...changed.values()].some((sections) => (sections & PAIRING) !== 0)
    if (moved) this.readFarEnds(changed, dirty)
    await this.readRules([...changed.keys()].filter((reader) => reader.rulesUnknown))
    this.publish(changed, moved)
    changed.clear()
  }

  private servicesChanged(namespace: Namespace): boolean {
    return !equalData(this.state.namespaces[namespace.name]?.services ?? [], this.services.in(namespace))
  }

  private containersChanged(namespace: Namespace): boolean {
    return !equalData(this.state.namespaces[namespace.name]?.containers ?? [], this.namespaces.containersIn(namespace))
  }

  /**
   * When one end of a veth pair moves, comes or goes, the kernel announces nothing about the other, although that now tells of
   * another peer. Reads such far ends, and adds those for which that made a difference.
   */
  private readFarEnds(changed: Changed, dirty: ReadonlyMap<Namespace, Dirt>): void {
    this.peers.index(this.readers.values())
    const ends = new Map<Namespace, Set<number>>()
    for (const reader of changed.keys()) {
      const known = this.state.namespaces[reader.namespace.name]?.links ?? {}
      const gone = Object.values(known).filter(({ index }) => !reader.links.has(index))
      const come = [...reader.links.values()].filter(({ index }) => !known[index])
      const peers = [...gone.map(({ peer }) => peer), ...come.map((link) => this.peers.peerOf(reader, link))]
      for (const peer of peers) {
        const namespace = peer && this.namespaces.find(peer.netns)
        if (!namespace || !peer || covers(dirty.get(namespace), peer.index)) continue
        ends.set(namespace, (ends.get(namespace) ?? new Set()).add(peer.index))
      }
    }
    for (const [namespace, links] of ends) {
      const reader = this.readerOf(namespace)
      note(changed, reader, this.tryRead(reader, { sections: LINKS, links }))
    }
  }

  /** What changed, as a mask. A namespace can end while it is read; what is left of it is taken away when its name is seen to be gone. */
  private tryRead(reader: NetnsReader, dirt: Dirt): number {
    try {
      const changed = reader.read(dirt)
      return this.halfRead.delete(reader) ? EVERYTHING | PAIRING : changed
    } catch (error) {
      log(`${reader.namespace.name} could not be read: ${error}`)
      this.unread.set(reader.namespace, errorWords(error))
      this.halfRead.add(reader)
      return 0
    }
  }

  /** Throws where the last reading left out what a plan is made from: the root namespace, or one of ours. */
  checkRead(): void {
    for (const [namespace, why] of this.unread)
      if (namespace === this.namespaces.host || this.namespaces.owner(namespace))
        throw new Error(`${namespace.name} could not be read: ${why}`)
  }

  private readerOf(namespace: Namespace): NetnsReader {
    let reader = this.readers.get(namespace)
    if (!reader) {
      reader = new NetnsReader(namespace)
      this.readers.set(namespace, reader)
    }
    return reader
  }

  private async readRules(readers: NetnsReader[]): Promise<void> {
    const queue = readers.values()
    const work = async () => {
      for (const reader of queue)
        try {
          reader.takeRules(await readRules(reader.namespace, reader.iptables))
        } catch (error) {
          reader.rulesFailed()
          log(`the rules of ${reader.namespace.name} could not be read: ${error}`)
          // Without the tool there are no rules of ours, either.
          if (toolPath('nft')) this.unread.set(reader.namespace, `its rules: ${errorWords(error)}`)
        }
    }
    await Promise.all(Array.from({ length: RULE_READERS }, work))
  }

  private publish(changed: Changed, moved: boolean): void {
    const before = this.state.namespaces
    const { version } = this.namespaces
    const cameOrWent = version !== this.toldVersion
    // Among a thousand namespaces, to look at each for every change of one would cost more than to read that one.
    const present = cameOrWent ? this.namespaces.all() : []
    if (cameOrWent) {
      // One that came since the reading began was not read, and is told with the next.
      this.toldVersion = present.every((namespace) => this.readers.has(namespace)) ? version : undefined
      this.peers.forgetNumbers()
    }
    if (moved || cameOrWent) {
      this.peers.index(this.readers.values())
      for (const reader of this.readers.values()) if (this.peerMoved(reader)) note(changed, reader, PAIRING)
    }
    const rebuilt: Record<string, NetnsState> = {}
    const replaced: Record<string, NetnsState> = {}
    const namespaces: Record<string, NetnsState> = cameOrWent ? {} : { ...before }
    const touched = cameOrWent ? present : [...changed.keys()].map(({ namespace }) => namespace)
    for (const namespace of touched) {
      const known = before[namespace.name]
      const reader = this.readers.get(namespace)
      if (known && reader && !changed.has(reader) && known.inode === namespace.inode) {
        namespaces[namespace.name] = known
        continue
      }
      // A namespace that came since the reading began is told with the next reading.
      if (!reader) continue
      const now = netnsState(
        reader,
        this.namespaces.owner(namespace),
        (link) => this.peers.peerOf(reader, link),
        known,
        this.services.in(namespace),
        this.namespaces.containersIn(namespace),
        known?.inode === namespace.inode ? changed.get(reader) : undefined,
      )
      namespaces[namespace.name] = now
      if (now === known) continue
      rebuilt[namespace.name] = now
      if (known) replaced[namespace.name] = known
    }
    if (cameOrWent) for (const [name, known] of Object.entries(before)) if (!namespaces[name]) replaced[name] = known
    const changes = diffMachine({ ...this.state, namespaces: replaced }, { ...this.state, namespaces: rebuilt })
    const { missingPrograms: lacked, ...state } = this.state
    const lacking = missingPrograms()
    const learned = !equalData(lacked, lacking.missingPrograms) && { missingPrograms: lacking.missingPrograms ?? [] }
    if (!changes && !learned) return
    this.state = { ...state, seq: state.seq + 1, namespaces: changes ? namespaces : before, ...lacking }
    const change: StateChange = { epoch: state.epoch, seq: this.state.seq, namespaces: changes ?? {}, ...learned }
    for (const listener of this.listeners) listener(change)
  }

  private peerMoved(reader: NetnsReader): boolean {
    const known = this.state.namespaces[reader.namespace.name]
    if (!known) return true
    for (const link of reader.links.values()) {
      const before = known.links[link.index]?.peer
      const now = this.peers.peerOf(reader, link)
      if (before?.netns !== now?.netns || before?.index !== now?.index) return true
    }
    return false
  }
}

function note(changed: Changed, reader: NetnsReader, sections: number): void {
  if (sections !== 0) changed.set(reader, (changed.get(reader) ?? 0) | sections)
}

/** Absent while nothing is missing, which is how a state says so. */
function missingPrograms(): Pick<MachineState, 'missingPrograms'> {
  const missing = Services.missing()
  return missing.length > 0 ? { missingPrograms: missing } : {}
}

/** Whether a reading of this dirt reads this link. */
function covers(dirt: Dirt | undefined, index: number): boolean {
  return dirt !== undefined && (dirt.sections & LINKS) !== 0 && (!dirt.links || dirt.links.has(index))
}

function errorWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
