import type { Traffic } from '../../core/state/state'

/** Bytes per second, as the interface's own namespace counts: `rx` into it, `tx` out of it. */
export interface Rate {
  rx: number
  tx: number
}

type Counters = Traffic['links'][string][string]

/** What follows from the last two readings of the counters. */
export interface Rates {
  /** By `NETNS/IFINDEX`; what stands still is not in it. */
  readonly links: ReadonlyMap<string, Rate>
  readonly nat: Traffic['nat']
}

export const noRates: Rates = { links: new Map(), nat: {} }

/** Makes rates of readings, of which it keeps the newest counters: thousands in a big lab, so they are kept in place. */
export class TrafficMeter {
  private at: number | undefined
  private readonly counters = new Map<string, Map<string, Counters>>()
  private rates = noRates

  /**
   * Rates from one more reading. Only counters that moved since the last reading are in it, so an interface that is absent
   * stood still, and one that is new has no rate until it is read again.
   */
  take({ at, links, nat }: Traffic): Rates {
    const shown = new Map<string, Rate>()
    const seconds = this.at === undefined ? 0 : (at - this.at) / 1000
    for (const netns of Object.keys(links)) {
      const moved = links[netns] ?? {}
      const known = this.of(netns)
      for (const index of Object.keys(moved)) {
        const value = moved[index]
        const last = known.get(index)
        if (!value) continue
        known.set(index, value)
        if (!last || seconds <= 0) continue
        // An index that was given to a new interface starts at nought again, hence the max.
        const rx = Math.max(0, Math.round((value.rxBytes - last.rxBytes) / seconds))
        const tx = Math.max(0, Math.round((value.txBytes - last.txBytes) / seconds))
        if (rx === 0 && tx === 0) continue
        const key = `${netns}/${index}`
        const before = this.rates.links.get(key)
        shown.set(key, before?.rx === rx && before.tx === tx ? before : { rx, tx })
      }
    }
    this.at = at
    this.rates = { links: shown, nat: { ...this.rates.nat, ...nat } }
    return this.rates
  }

  private of(netns: string): Map<string, Counters> {
    let known = this.counters.get(netns)
    if (!known) {
      known = new Map()
      this.counters.set(netns, known)
    }
    return known
  }
}
