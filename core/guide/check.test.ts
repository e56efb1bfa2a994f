import { describe, expect, test } from 'vitest'
import { machineWith } from '../../test/imagined-machine'
import { made, office } from '../../test/labs/draw'
import { setNode } from '../edit/set-node'
import type { Lab } from '../lab/schema'
import { planLab } from '../plan/plan-lab'
import { blankMachine } from '../state/blank'
import { describeWhy } from '../text/guide'
import { applied, type CheckResult, has, probed } from './check'
import { address, noAddress } from './facts'
import type { GuideView } from './guide'
import type { ProbeOutcome, ProbeResult } from './probe'
import { withConnectedRoutes } from './testing'

const whole = office()
const bare = made(whole, setNode(whole, 'v-net-0', { addresses: [] }))
const running = (lab: Lab) => withConnectedRoutes(machineWith(lab))
const addressed = address('host', 'v-net-0', '192.168.15.5/24', true)
const RED = Object.values(whole.nodes.red?.interfaces ?? {})[0]?.addresses?.[0]?.split('/')[0] ?? ''
const call = { from: 'host', to: RED }

/** A drawing, and what the kernel has of it. */
function viewOf(drawn: Lab, applied: Lab | null, probes: readonly ProbeResult[] = []): GuideView {
  const state = applied && running(applied)
  return { lab: drawn, state, pending: planLab(drawn, state ?? blankMachine).steps, probes }
}

const pinged = (outcome: ProbeOutcome, then: Lab): ProbeResult => ({ ...call, outcome, state: running(then) })
const why = (result: CheckResult) => (result.done ? 'done' : result.why.code)

describe('a fact', () => {
  const check = has(addressed)

  test('is asked of the kernel, and not of the drawing', () => {
    expect(why(check(viewOf(whole, null)))).toBe('not-running')
    expect(why(check(viewOf(whole, bare)))).toBe('not-applied')
    expect(why(check(viewOf(bare, bare)))).toBe('no-address')
    expect(why(check(viewOf(whole, whole)))).toBe('done')
    expect(why(check(viewOf(bare, whole)))).toBe('done')
  })

  test('that is missing is called by its names', () => {
    const result = check(viewOf(bare, bare))
    expect(result.done || describeWhy(result.why, 'en').message).toBe('v-net-0 in host has no address 192.168.15.5/24')
  })
})

test('that a lab is applied takes more than its facts: what else is drawn has to be in the kernel too', () => {
  const check = applied(noAddress('host', 'v-net-0', true))
  expect(why(check(viewOf(bare, null)))).toBe('not-running')
  expect(why(check(viewOf(whole, bare)))).toBe('waiting')
  expect(why(check(viewOf(bare, bare)))).toBe('done')
})

describe('that somebody answers', () => {
  const check = probed(call, { outcome: 'answered' }, addressed)

  test('is never taken from the kernel’s tables, however clear they are', () => {
    expect(why(check(viewOf(whole, whole)))).toBe('not-pinged')
  })

  test('is taken from a ping that was made while the facts held', () => {
    expect(why(check(viewOf(whole, whole, [pinged('answered', whole)])))).toBe('done')
    expect(why(check(viewOf(whole, whole, [pinged('answered', bare)])))).toBe('not-pinged')
  })

  test('is not so after a ping without answer, and the tables say where it ended', () => {
    const result = check(viewOf(whole, whole, [pinged('silent', whole)]))
    expect(why(result)).toBe('no-answer')
  })

  test('cannot be so yet while a fact is missing: that is the reason', () => {
    expect(why(check(viewOf(bare, bare, [pinged('silent', bare)])))).toBe('no-address')
  })
})

describe('that nobody answers', () => {
  const blind = probed(
    call,
    { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'host' },
    noAddress('host', 'v-net-0', true),
  )

  test('is taken from a ping too, and only for the reason that the step is about', () => {
    expect(why(blind(viewOf(bare, bare)))).toBe('not-pinged')
    expect(why(blind(viewOf(bare, bare, [pinged('silent', bare)])))).toBe('done')
    const other = probed(
      call,
      { outcome: 'silent', stop: 'forwarding-off', direction: 'request', netns: 'host' },
      noAddress('host', 'v-net-0', true),
    )
    const result = other(viewOf(bare, bare, [pinged('silent', bare)]))
    expect(why(result)).toBe('other-cause')
    expect(result.done || describeWhy(result.why, 'en').cause).toMatch(/^host has no route to /)
  })

  test('is not so where it is answered', () => {
    expect(why(blind(viewOf(bare, bare, [pinged('answered', bare)])))).toBe('answered')
    expect(why(blind(viewOf(bare, bare, [pinged('refused', bare)])))).toBe('refused')
  })
})
