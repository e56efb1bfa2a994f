import type { Drift } from '../plan/plan'

/** The values that a difference speaks of. */
export interface DriftParams {
  /** What it is about: `eth0 in red`, `red`, `the link red–blue`. */
  what: string
  wanted: string
  found: string
}

type DriftWords = Record<
  Drift['field'],
  { changed: (p: DriftParams) => string; gone?: (p: DriftParams) => string; extra?: (p: DriftParams) => string }
>

/** One difference between the lab and the kernel, English: both values, only the lab's (`gone`), or only the kernel's (`extra`). */
export const driftEn = {
  missing: { changed: (p) => `${p.what} is gone` },
  extra: { changed: (p) => `${p.what} is there and not in the lab` },
  up: { changed: (p) => `${p.what} is ${p.found}` },
  mac: { changed: (p) => `${p.what} has the MAC ${p.found}, not ${p.wanted}` },
  mtu: { changed: (p) => `${p.what} has the MTU ${p.found}, not ${p.wanted}` },
  name: { changed: (p) => `${p.what} is called ${p.found}` },
  netns: { changed: (p) => `${p.what} has moved to ${p.found}` },
  master: {
    changed: (p) => `${p.what} is a port of ${p.found}, not of ${p.wanted}`,
    gone: (p) => `${p.what} is no port of ${p.wanted}`,
    extra: (p) => `${p.what} is a port of ${p.found}`,
  },
  address: {
    changed: (p) => `${p.what} has its addresses in another order: ${p.found}`,
    gone: (p) => `${p.what} has lost ${p.wanted}`,
    extra: (p) => `${p.what} also has ${p.found}`,
  },
  route: {
    changed: (p) => `${p.what} has the route ${p.found}, not ${p.wanted}`,
    gone: (p) => `${p.what} has lost the route ${p.wanted}`,
    extra: (p) => `${p.what} also has the route ${p.found}`,
  },
  neighbour: {
    changed: (p) => `${p.what} has the neighbour ${p.found}, not ${p.wanted}`,
    gone: (p) => `${p.what} has lost the neighbour ${p.wanted}`,
    extra: (p) => `${p.what} also has the neighbour ${p.found}`,
  },
  forwarding: { changed: (p) => (p.found === 'on' ? `${p.what} forwards packets` : `${p.what} does not forward packets`) },
  nat: {
    changed: (p) => `the NAT rules of ${p.what} differ`,
    gone: (p) => `${p.what} has lost the rule ${p.wanted}`,
    extra: (p) => `${p.what} also has the rule ${p.found}`,
  },
  service: {
    changed: (p) => `${p.wanted} for ${p.what} runs otherwise than it was applied`,
    gone: (p) => `${p.wanted} for ${p.what} does not run`,
    extra: (p) => `${p.found} runs for ${p.what} and is not in the lab`,
  },
  filter: {
    changed: (p) => `the packet filter of ${p.what} has its rules in another order`,
    gone: (p) => `the packet filter of ${p.what} has lost “${p.wanted}”`,
    extra: (p) => `the packet filter of ${p.what} also has “${p.found}”`,
  },
  stp: { changed: (p) => `${p.what} has the spanning tree protocol ${p.found}` },
} satisfies DriftWords

/** The words around the values. */
export const driftWordsEn = {
  inNode: (name: string, node: string) => `${name} in ${node}`,
  link: (ends: string) => `the link ${ends}`,
  lab: () => 'the lab',
  values: { up: 'up', down: 'down', on: 'on', off: 'off' },
}

export type DriftDictionary = { [Field in Drift['field']]: DriftWords[Field] }
