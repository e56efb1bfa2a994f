import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import type { ReasonCode } from '../text/reasons.en'
import type { Desired, DesiredLink, DesiredNetns } from './desired'
import { applyOp } from './effects'
import { gaveAddress } from './host-record'
import type { Kernel, KernelLink, KernelNetns } from './kernel'
import { type Matching, match } from './match'
import type { Op } from './ops'
import type { Step, StepAction } from './plan'

/** A plan being written: the steps so far, and the kernel as it will be after them. */
export class PlanDraft {
  readonly steps: Step[] = []

  /** `matching`: where it is known already. */
  constructor(
    readonly desired: Desired,
    readonly kernel: Kernel,
    readonly matching: Matching = match(desired, kernel),
  ) {}

  /** Adds a step and lets the imagined kernel take it. */
  step(action: StepAction, op: Op, elements: ElementRef[], code: ReasonCode, params: Record<string, string | number> = {}): void {
    this.steps.push({ op, action, elements, reason: { code, params } })
    applyOp(this.kernel, this.desired.lab, op)
  }

  /** The kernel's namespace for a desired one, once it exists. */
  netnsOf(netns: DesiredNetns): KernelNetns | undefined {
    return this.matching.netns.get(netns)
  }

  /** The kernel's link for a desired one, once it exists. */
  linkOf(link: DesiredLink): KernelLink | undefined {
    return this.matching.links.get(link)
  }

  /** Every desired link with its namespace and what it is in the kernel by now, in the lab's order. */
  *existing(): Generator<{ netns: DesiredNetns; link: DesiredLink; found: KernelLink }> {
    for (const netns of this.desired.namespaces.values()) {
      for (const link of netns.links) {
        const found = this.matching.links.get(link)
        if (found) yield { netns, link, found }
      }
    }
  }
}

/** The elements of a step about one interface: itself, then the link that it is an end of. */
export function linkElements(link: DesiredLink): ElementRef[] {
  return link.owner?.end === undefined ? [link.element] : [link.element, { kind: 'link', link: link.owner.id }]
}

/** The elements of a step about something that the lab no longer has. */
export function goneElements(link: KernelLink): ElementRef[] {
  const { owner } = link
  if (owner?.end !== undefined) return [{ kind: 'link', link: owner.id }]
  return [owner ? { kind: 'node', node: link.name } : { kind: 'interface', node: link.netns.name, name: link.name }]
}

/** On a `lo` that the machine shares with others, only they know whose an address is, but for those that we have on record. */
export function mayTakeAddress(kernel: Kernel, lab: string, link: DesiredLink, address: string): boolean {
  if (link.kind !== 'loopback' || link.netns !== HOST) return true
  return kernel.record ? gaveAddress(kernel.record, lab, link.name, address) : ownsHost(kernel, lab)
}

const NO_DEVICE_KINDS = new Set(['physical', 'veth', 'bridge'])

/**
 * Whether the machine's root namespace holds nothing but `lo`, this lab's own links, and devices that the kernel puts into
 * every namespace (sit0 and the like, down). Then it is a sandbox and all of it is the lab's, `lo` and forwarding included.
 */
export function ownsHost(kernel: Kernel, lab: string): boolean {
  if (kernel.record) return false
  for (const link of kernel.namespaces.get(HOST)?.links.values() ?? []) {
    if (link.name === 'lo' || link.owner?.lab === lab) continue
    if (link.up || NO_DEVICE_KINDS.has(link.kind)) return false
  }
  return true
}
