import { eachChanged } from '../state/changed'
import { equalData } from '../state/equal'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import { type Kernel, type KernelNetns, kernelOf, readLinkValues, readNetnsValues } from './kernel'
import type { Op } from './ops'

/** Operations that change values in the namespace that they name, and nothing else (`effects`). */
const ONLY_VALUES: ReadonlySet<Op['op']> = new Set([
  'link-up',
  'link-down',
  'link-mtu',
  'bridge-stp',
  'address-add',
  'address-delete',
  'route-add',
  'route-delete',
  'neighbour-add',
  'neighbour-delete',
  'forwarding',
  'rules-set',
  'rules-delete',
  'service-start',
  'service-stop',
] satisfies Op['op'][])

/**
 * A machine's kernel as observed, kept up to date with it. Of most changes only values are new (an interface goes down, a route
 * or an address goes): those are written into the namespace that has them, and a thousand others are not looked at. When
 * something came, went, or became something else, the whole is read anew.
 */
export class Mirror {
  private current: Kernel | undefined

  constructor(private state: MachineState) {}

  /** The kernel that is mirrored. Who changes it, as a plan that is being written does, says so afterwards (`restore`). */
  get kernel(): Kernel {
    this.current ??= kernelOf(this.state)
    return this.current
  }

  /** The observed state. */
  get observed(): MachineState {
    return this.state
  }

  /** Makes the kernel again what is observed, after these operations were done to it (`applyOp`). */
  restore(ops: readonly Op[]): void {
    const { current } = this
    if (!current) return
    if (current.record || !ops.every(({ op }) => ONLY_VALUES.has(op))) {
      this.current = undefined
      return
    }
    for (const key of new Set(ops.flatMap((op) => ('netns' in op ? [op.netns] : [])))) {
      const netns = current.namespaces.get(key)
      if (netns?.observed) restore(netns, netns.observed)
    }
  }

  /**
   * Takes over a newer state that shares what has not changed with the one before (`applyStateChange`). Returns the namespaces in
   * which values changed, or undefined when the kernel was read anew: then nothing that was known of the old one holds.
   */
  follow(state: MachineState): ReadonlySet<KernelNetns> | undefined {
    const before = this.state
    this.state = state
    const { current } = this
    const changed = current && changedNamespaces(current, before, state)
    if (!changed) {
      this.current = undefined
      return undefined
    }
    for (const [netns, found] of changed) update(netns, found)
    return new Set(changed.keys())
  }
}

interface Changed {
  now: NetnsState
  links: readonly string[]
}

/** The namespaces that are other than before, with what they are now; undefined when more than values changed. */
function changedNamespaces(kernel: Kernel, before: MachineState, now: MachineState): Map<KernelNetns, Changed> | undefined {
  const changed = new Map<KernelNetns, Changed>()
  // What a lab wants of a root namespace that it shares depends on what is there.
  if (before.host || now.host) return undefined
  let onlyValues = equalData(before.missingPrograms, now.missingPrograms)
  eachChanged(before.namespaces, now.namespaces, (was, is, links) => {
    const netns = was && kernel.namespaces.get(was.name)
    if (netns && is && sameButValues(was, is, links)) changed.set(netns, { now: is, links })
    else onlyValues = false
  })
  return onlyValues ? changed : undefined
}

function sameButValues(before: NetnsState, now: NetnsState, links: readonly string[]): boolean {
  if (before.name !== now.name || !equalData(before.owner, now.owner)) return false
  return links.every((index) => {
    const was = before.links[index]
    const is = now.links[index]
    return was !== undefined && is !== undefined && sameLinkButValues(was, is)
  })
}

/** Whether a link is still the same thing in the same place. Its MAC tells which pair it is (`match`) and where a bridge's comes from. */
function sameLinkButValues(before: LinkState, now: LinkState): boolean {
  return (
    before.name === now.name &&
    before.kind === now.kind &&
    before.mac === now.mac &&
    before.master === now.master &&
    before.group === now.group &&
    before.alias === now.alias &&
    equalData(before.owner, now.owner) &&
    equalData(before.peer, now.peer) &&
    equalData(before.altNames, now.altNames)
  )
}

function update(netns: KernelNetns, { now, links }: Changed): void {
  for (const index of links) {
    const link = now.links[index]
    const known = link && netns.links.get(link.name)
    if (known) readLinkValues(known, link)
  }
  readNetnsValues(netns, now)
}

function restore(netns: KernelNetns, observed: NetnsState): void {
  for (const link of netns.links.values()) if (link.observed) readLinkValues(link, link.observed)
  readNetnsValues(netns, observed)
}
