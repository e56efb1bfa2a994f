import { equalData } from '../../../core/state/equal'
import type { Traffic } from '../../../core/state/state'
import { type LinkCounters, readCounters } from '../kernel/link-counters'
import { HOST_NETNS, type Namespace } from '../kernel/namespace'
import { listRules } from '../kernel/nft'
import { log } from '../log'
import type { Machine } from './machine'

/** Milliseconds between looks, while somebody watches. */
const INTERVAL = 500
/** Where a look takes more than one part in so many of that, the looks come less often, down to half as often. */
const SHARE = 20
const LONGEST = 2 * INTERVAL
/** A namespace in which nothing moves is looked at half as often each time, down to once in so many looks. */
const SLOWEST = 8
/** Looks between readings of a rule set's hit counters, which cost a process. */
const RULES_EVERY = 2

type Listener = (traffic: Traffic) => void

interface Watched {
  links: Map<number, LinkCounters>
  nat: Traffic['nat'][string] | undefined
  /** Looks to leave out before the next, and how many were left out before this. */
  wait: number
  pause: number
  moved: boolean
}

/** Reads the counters of links and NAT rules for those who watch, less often where nothing moves, and not at all for nobody. */
export class TrafficSampler {
  private readonly listeners = new Set<Listener>()
  private readonly watched = new Map<Namespace, Watched>()
  private timer: NodeJS.Timeout | undefined
  private looks = 0
  private readingRules = false

  constructor(private readonly machine: Machine) {
    machine.namespaces.onClosed((namespace) => this.watched.delete(namespace))
  }

  /** Calls `listener` with all counters once, then with those that moved; the function that ends it. */
  subscribe(listener: Listener): () => void {
    if (this.listeners.size === 0) this.look()
    this.listeners.add(listener)
    listener(this.everything())
    this.schedule(INTERVAL)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      clearTimeout(this.timer)
      this.timer = undefined
      this.watched.clear()
    }
  }

  private everything(): Traffic {
    const traffic: Traffic = { at: performance.now(), links: {}, nat: {} }
    for (const [{ name }, { links, nat }] of this.watched) {
      traffic.links[name] = Object.fromEntries(links)
      if (nat) traffic.nat[name] = nat
    }
    return traffic
  }

  private schedule(wait: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      const began = performance.now()
      this.look()
      this.schedule(Math.min(LONGEST, Math.max(INTERVAL, (performance.now() - began) * SHARE)))
    }, wait)
  }

  private look(): void {
    const traffic: Traffic = { at: performance.now(), links: {}, nat: {} }
    this.looks++
    const due = new Set<Namespace>()
    for (const namespace of this.machine.namespaces.all()) if (this.isDue(namespace)) due.add(namespace)
    // What moves on one end of a pair moves on the other: a namespace that rests is woken by its peers.
    for (const namespace of due) for (const peer of this.readLinks(namespace, traffic)) due.add(peer)
    if (this.looks % RULES_EVERY === 0) void this.readRules()
    this.tell(traffic)
  }

  private tell(traffic: Traffic): void {
    if (Object.keys(traffic.links).length === 0 && Object.keys(traffic.nat).length === 0) return
    for (const listener of this.listeners) listener(traffic)
  }

  private isDue(namespace: Namespace): boolean {
    const watched = this.watched.get(namespace)
    if (!watched || watched.wait === 0) return true
    watched.wait--
    return false
  }

  /** Reads one namespace into `traffic`; the namespaces that its moving links lead to. */
  private readLinks(namespace: Namespace, traffic: Traffic): Namespace[] {
    const before = this.watched.get(namespace)
    const watched = before ?? { links: new Map(), nat: undefined, wait: 0, pause: 0, moved: false }
    const links = tryCounters(namespace)
    const moved = [...links].filter(([index, counters]) => !equalData(watched.links.get(index), counters))
    watched.links = links
    if (moved.length === 0) {
      watched.pause = Math.min(Math.max(1, watched.pause * 2), namespace.name === HOST_NETNS ? 1 : SLOWEST)
      watched.wait = watched.pause
    } else {
      watched.pause = 0
      watched.moved = true
      traffic.links[namespace.name] = Object.fromEntries(moved)
    }
    this.watched.set(namespace, watched)
    if (!before) return []
    const state = this.machine.state.namespaces[namespace.name]
    const peers = moved.map(([index]) => state?.links[index]?.peer?.netns)
    return peers
      .map((name) => (name === undefined ? undefined : this.machine.namespaces.find(name)))
      .filter((peer) => peer !== undefined)
  }

  /** Hit counters, where a packet came by since they were last read. */
  private async readRules(): Promise<void> {
    if (this.readingRules) return
    this.readingRules = true
    const traffic: Traffic = { at: performance.now(), links: {}, nat: {} }
    for (const [namespace, watched] of [...this.watched]) {
      const rules = this.machine.state.namespaces[namespace.name]?.nat.some((table) => table.rules.length > 0)
      if (!rules || !(watched.moved || !watched.nat)) continue
      watched.moved = false
      try {
        const { counters } = await listRules(namespace)
        if (!equalData(watched.nat, counters)) traffic.nat[namespace.name] = counters
        watched.nat = counters
      } catch (error) {
        log(`the hits of ${namespace.name}'s rules could not be read: ${error}`)
      }
    }
    this.readingRules = false
    this.tell(traffic)
  }
}

/** A namespace may end at any moment; then nothing moves in it. */
function tryCounters(namespace: Namespace): Map<number, LinkCounters> {
  try {
    return readCounters(namespace.route)
  } catch (error) {
    log(`the counters of ${namespace.name} could not be read: ${error}`)
    return new Map()
  }
}
