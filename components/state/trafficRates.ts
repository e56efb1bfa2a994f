import type { Traffic } from '../../core/state/state'

/** Bytes per second, as the interface's own namespace counts: `rx` into it, `tx` out of it. */
export interface Rate {
  rx: number
  tx: number
}

type Counters = Traffic['links'][string][string]

/** The newest counters and what follows from the last two readings. Keys: `NETNS/IFINDEX`. */
export interface Rates {
  /** When the last reading was made, on the agent's clock. */
  readonly at: number | null
  readonly counters: ReadonlyMap<string, Counters>
  readonly links: ReadonlyMap<string, Rate>
  readonly nat: Traffic['nat']
}

export const noRates: Rates = { at: null, counters: new Map(), links: new Map(), nat: {} }

/**
 * Rates from one more reading. Only counters that moved since the last reading are in it, so an interface that is absent
 * stood still, and one that is new has no rate until it is read again.
 */
export function trafficRates(before: Rates, { at, links, nat }: Traffic): Rates {
  const counters = new Map(before.counters)
  const rates = new Map<string, Rate>()
  const seconds = before.at === null ? 0 : (at - before.at) / 1000
  for (const [netns, byIndex] of Object.entries(links)) {
    for (const [index, value] of Object.entries(byIndex)) {
      const key = `${netns}/${index}`
      const last = before.counters.get(key)
      counters.set(key, value)
      if (!last || seconds <= 0) continue
      // An index that was given to a new interface starts at nought again, hence the max.
      const rx = Math.max(0, Math.round((value.rxBytes - last.rxBytes) / seconds))
      const tx = Math.max(0, Math.round((value.txBytes - last.txBytes) / seconds))
      const shown = before.links.get(key)
      if (rx > 0 || tx > 0) rates.set(key, shown?.rx === rx && shown.tx === tx ? shown : { rx, tx })
    }
  }
  return { at, counters, links: rates, nat: { ...before.nat, ...nat } }
}
