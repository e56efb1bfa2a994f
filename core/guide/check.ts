import { elementKey } from '../lab/element'
import type { Stop } from '../reach/packet'
import type { WhyCode } from '../text/guide.en'
import type { StopCode } from '../text/reach.en'
import type { Fact } from './facts'
import type { GuideView, Probe } from './guide'
import { isOf, type ProbeOutcome, type ProbeResult, traceProbe } from './probe'

/** Why a step is not done yet; the words come from `core/text/guide`, those of a stop from `core/text/reach`. */
export interface Why {
  code: WhyCode
  params: Record<string, string | number>
  /** Where the packet ends, as far as the kernel's tables tell. */
  stop?: Stop
}

/** Reasons that say of something that it is there already: the lab is past the step, and no waiting will bring the step back. */
export const BEYOND: ReadonlySet<WhyCode> = new Set<WhyCode>([
  'has-address',
  'has-route-to',
  'has-nat',
  'has-nic',
  'is-forwarding',
  'not-down',
])

export type CheckResult = { done: true } | { done: false; why: Why }

const DONE: CheckResult = { done: true }

/** A step that is not done, with the reason. */
export function notYet(code: WhyCode, params: Why['params'] = {}, stop?: Stop): CheckResult {
  return { done: false, why: { code, params, ...(stop && { stop }) } }
}

/** The first fact that the kernel does not have, as the reason; undefined when it has them all. */
function lacking(view: GuideView, facts: readonly Fact[]): CheckResult | undefined {
  const { state } = view
  if (!state) return notYet('not-running')
  const fact = facts.find((one) => !one.holds(state))
  if (!fact) return undefined
  const key = elementKey(fact.element)
  const planned = view.pending.some(({ elements }) => elements.some((element) => elementKey(element) === key))
  return planned ? notYet('not-applied', { what: fact.what }) : notYet(fact.code, fact.params)
}

/** Done when the kernel has all of these. */
export function has(...facts: Fact[]): (view: GuideView) => CheckResult {
  return (view) => lacking(view, facts) ?? DONE
}

/** Done when the kernel has these, and nothing that is drawn waits for Apply any more. */
export function applied(...facts: Fact[]): (view: GuideView) => CheckResult {
  return (view) => {
    const waiting = view.pending.length
    if (view.state && waiting > 0) return notYet('waiting', { count: waiting })
    return lacking(view, facts) ?? DONE
  }
}

/** What a probe is expected to show. */
export type Expected =
  | { outcome: Exclude<ProbeOutcome, 'silent'> }
  /** No answer, for this reason and no other. */
  | { outcome: 'silent'; stop: StopCode; direction: Stop['direction']; netns: string }

/**
 * Done when a probe was really made while the facts held in the kernel, and ended as expected. That something answers is only ever
 * taken from such a probe; where the packet ended when it did not is read off the kernel's tables of that moment.
 */
export function probed(probe: Probe, expected: Expected, ...given: Fact[]): (view: GuideView) => CheckResult {
  return (view) => {
    const lack = lacking(view, given)
    const tried = view.probes.filter((result) => isOf(result, probe) && given.every((fact) => fact.holds(result.state)))
    const last = tried.at(-1)
    // What was seen stays seen, also when the kernel has moved on.
    if (tried.some((result) => isExpected(view, result, expected))) return DONE
    if (lack) return lack
    if (!last) return unasked(view, probe, expected)
    const { stop } = traceProbe(probe, view.lab, last.state)
    if (last.outcome === 'silent') {
      if (expected.outcome !== 'silent') return notYet('no-answer', ends(probe), stop)
      return notYet('other-cause', ends(probe), stop)
    }
    return last.outcome === 'refused' ? notYet('refused', ends(probe)) : notYet('answered', ends(probe))
  }
}

function isExpected(view: GuideView, result: ProbeResult, expected: Expected): boolean {
  if (result.outcome !== expected.outcome) return false
  if (expected.outcome !== 'silent') return true
  const { stop } = traceProbe(result, view.lab, result.state)
  return stop?.code === expected.stop && stop.direction === expected.direction && stop.netns === expected.netns
}

/** Nobody has asked the kernel yet; where it is clear that it would not answer as expected, that is said too. */
function unasked(view: GuideView, probe: Probe, expected: Expected): CheckResult {
  const stop = view.state && expected.outcome !== 'silent' ? traceProbe(probe, view.lab, view.state).stop : undefined
  return notYet(probe.port === undefined ? 'not-pinged' : 'not-connected', ends(probe), stop)
}

function ends({ from, to, port }: Probe): Record<string, string | number> {
  return { from, to: port === undefined ? to : `${to}:${port}` }
}
