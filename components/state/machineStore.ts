import { create } from 'zustand'
import { applyStateChange } from '../../core/state/apply'
import { eachChanged } from '../../core/state/changed'
import type { LinkState, MachineState, NetnsState, StateChange, Traffic } from '../../core/state/state'
import { differingKeys, Followers, useKeyed } from './followers'
import { changedKeys, linkKey, stateKeys } from './stateKeys'
import { noRates, type Rate, type Rates, TrafficMeter } from './trafficRates'

interface MachineStore {
  /** What the kernel holds; null while no machine runs. */
  state: MachineState | null
  rates: Rates
  setState(state: MachineState | null): void
  /** Takes a change over; false when it does not follow what we have, and a snapshot is needed. */
  change(change: StateChange): boolean
  traffic(traffic: Traffic): void
  /** No counters came for a while: nothing flows. */
  still(): void
}

/** Of the machine whose state is shown. */
let meter = new TrafficMeter()

/** The machine's state in its own store, so that live values never touch the lab's or React Flow's nodes. */
export const useMachineStore = create<MachineStore>()((set, get) => ({
  state: null,
  rates: noRates,
  setState: (state) => {
    meter = new TrafficMeter()
    set({ state, rates: noRates })
  },
  change: (change) => {
    const { state } = get()
    const next = state && applyStateChange(state, change)
    if (!next) return false
    if (next !== state) set({ state: next })
    return true
  },
  traffic: (traffic) => set({ rates: meter.take(traffic) }),
  still: () => set({ rates: { ...get().rates, links: new Map() } }),
}))

/** Those who show a part of the state, and those who show what flows over one interface. */
const parts = new Followers()
const flows = new Followers()

useMachineStore.subscribe((now, then) => {
  if (now.state !== then.state) {
    if (now.state && then.state) parts.tell(changedKeys(then.state, now.state))
    else parts.tellAll()
  }
  flows.tell(differingKeys(then.rates.links, now.rates.links))
})

/** A part of the state that depends on nothing but what has these keys (`stateKeys`); renders again only when that is another object. */
export function useStatePart<T>(keys: readonly string[], read: (state: MachineState | null) => T): T {
  return useKeyed(parts, keys, () => read(useMachineStore.getState().state))
}

/** The kernel's link of this name in a namespace; re-renders only when that link changed. Without a name there is none. */
export function useLinkState(netns: string, name: string | undefined): LinkState | undefined {
  return useStatePart(name === undefined ? [] : [stateKeys.netns(netns)], (state) =>
    name === undefined ? undefined : linkByName(state?.namespaces[netns], name),
  )
}

/**
 * The kernel's link that carries the mark of a lab's link end (`end` absent: of a bridge's own device, `id` its node id), wherever it is
 * and whatever it is called now.
 */
export function useOwnedLink(lab: string, id: string, end?: 0 | 1): PlacedLink | undefined {
  const mark = linkKey(lab, id, end)
  return useStatePart([stateKeys.link(mark)], (state) => (state ? ownedLink(state, mark) : undefined))
}

/** Bytes per second of one interface, or undefined when nothing moves. The same object while the numbers are the same. */
export function useTraffic(netns: string, index: number | undefined): Rate | undefined {
  const key = index === undefined ? undefined : `${netns}/${index}`
  return useKeyed(flows, key === undefined ? [] : [key], () =>
    key === undefined ? undefined : useMachineStore.getState().rates.links.get(key),
  )
}

/** Hit counters of our NAT rules in a namespace, in the order of its `nat[].rules`. */
export function useNatCounters(netns: string): Traffic['nat'][string] | undefined {
  return useMachineStore((machine) => machine.rates.nat[netns])
}

/** A kernel link and the namespace that it is in. */
export interface PlacedLink {
  netns: string
  link: LinkState
}

// Keyed by the immutable objects of the state: a thousand subscribers look names up without a thousand searches.
const byName = new WeakMap<NetnsState['links'], Map<string, LinkState>>()
const placed = new WeakMap<LinkState, PlacedLink>()

function linkByName(netns: NetnsState | undefined, name: string): LinkState | undefined {
  if (!netns) return undefined
  let names = byName.get(netns.links)
  if (!names) {
    names = new Map(Object.values(netns.links).map((link) => [link.name, link]))
    byName.set(netns.links, names)
  }
  return names.get(name)
}

/** The newest state's links by their marks. Kept up to date change by change: most of them are the same as before. */
const owned = { namespaces: {} as MachineState['namespaces'], links: new Map<string, readonly PlacedLink[]>() }

/** The link that carries a mark; of several, which only somebody who copied it can bring about, one. */
function ownedLink(state: MachineState, key: string): PlacedLink | undefined {
  if (owned.namespaces !== state.namespaces) {
    eachChanged(owned.namespaces, state.namespaces, reindex)
    owned.namespaces = state.namespaces
  }
  return owned.links.get(key)?.[0]
}

function reindex(before: NetnsState | undefined, now: NetnsState | undefined, indexes: readonly string[]): void {
  for (const index of indexes) {
    const was = before?.links[index]
    if (was?.owner) {
      const key = linkKey(was.owner.lab, was.owner.id, was.owner.end)
      const rest = (owned.links.get(key) ?? []).filter(({ link }) => link !== was)
      if (rest.length > 0) owned.links.set(key, rest)
      else owned.links.delete(key)
    }
    const is = now?.links[index]
    if (!now || !is?.owner) continue
    const key = linkKey(is.owner.lab, is.owner.id, is.owner.end)
    owned.links.set(key, [...(owned.links.get(key) ?? []), placedLink(now.name, is)])
  }
}

function placedLink(netns: string, link: LinkState): PlacedLink {
  const known = placed.get(link)
  if (known?.netns === netns) return known
  const made = { netns, link }
  placed.set(link, made)
  return made
}
