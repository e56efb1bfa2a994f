import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PingEvent } from '../../core/protocol/agent'
import type { PingRun } from '../state/probeStore'
import { msText, outcomeOf } from './outcome'

const run = (events: PingEvent[], status: PingRun['status'] = 'done'): PingRun => ({
  kind: 'ping',
  lab: 'trial',
  id: 'a',
  node: 'red',
  target: 'blue',
  count: 5,
  status,
  startedAt: 0,
  error: null,
  events,
})
const reply = (seq: number, ms = 0.05): PingEvent => ({ kind: 'reply', seq, from: '10.0.0.2', ttl: 64, ms })
const timeout = (seq: number): PingEvent => ({ kind: 'timeout', seq })

describe('outcomeOf', () => {
  it('is reached when every ping was answered', () => {
    const outcome = outcomeOf(run([reply(1, 0.04), reply(2, 0.08)]))
    expect(outcome.verdict).toBe('reached')
    expect(outcome.rtt?.min).toBe(0.04)
    expect(outcome.rtt?.avg).toBeCloseTo(0.06)
    expect(outcome.rtt?.max).toBe(0.08)
  })

  it('is unsteady when some were lost, and not reached when all were', () => {
    expect(outcomeOf(run([reply(1), timeout(2)])).verdict).toBe('unsteady')
    expect(outcomeOf(run([timeout(1), timeout(2)])).verdict).toBe('not-reached')
    expect(outcomeOf(run([{ kind: 'error', text: 'Network is unreachable' }])).verdict).toBe('not-reached')
  })

  it('takes a late reply over its time-out, in either order', () => {
    expect(outcomeOf(run([timeout(1), reply(1)])).answered).toBe(1)
    expect(outcomeOf(run([reply(1), timeout(1)])).answered).toBe(1)
  })

  it('counts the last ones as lost when ping’s own summary says that they were sent', () => {
    const outcome = outcomeOf(run([reply(1), { kind: 'summary', sent: 3, received: 1 }]))
    expect(outcome.samples).toEqual([0.05, null, null])
    expect(outcome.settled).toBe(3)
  })

  it('is running until it has ended, and stopped when nothing came before the stop', () => {
    expect(outcomeOf(run([reply(1)], 'running')).verdict).toBe('running')
    expect(outcomeOf(run([], 'cancelled')).verdict).toBe('stopped')
  })

  it('says each sequence number once', () => {
    const event = fc.oneof(
      fc.integer({ min: 1, max: 9 }).map((seq) => reply(seq)),
      fc.integer({ min: 1, max: 9 }).map(timeout),
      fc.integer({ min: 1, max: 9 }).map((seq): PingEvent => ({ kind: 'error', seq, text: 'Destination Host Unreachable' })),
    )
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { rows, answered, settled } = outcomeOf(run(events))
        const numbers = rows.map((row) => row.seq)
        expect(new Set(numbers).size).toBe(numbers.length)
        const replied = new Set(events.flatMap((one) => (one.kind === 'reply' ? [one.seq] : [])))
        expect(answered).toBe(replied.size)
        expect(settled).toBe(numbers.length)
      }),
    )
  })
})

describe('msText', () => {
  it.each([
    [0.0614, '0.061'],
    [1, '1.000'],
    [12.34, '12.3'],
    [345.6, '346'],
  ])('%d is %s', (ms, text) => {
    expect(msText(ms)).toBe(text)
  })
})
