import { describe, expect, it } from 'vitest'
import { type LogEntry, readLog } from './applied-log'
import { runsOf, TOLD_RUNS, toldRuns } from './applied-runs'

const entry = (second: number, did: LogEntry['did'], more: Partial<LogEntry> = {}): LogEntry => ({
  at: new Date(second * 1000).toISOString(),
  machine: 'sandbox',
  lab: 'demo',
  actor: 'ada',
  did,
  ...more,
})
const at = (second: number) => new Date(second * 1000).toISOString()

describe('the runs of a lab', () => {
  it('have a beginning, with the commands, and an end', () => {
    const entries = [
      entry(1, 'started', { steps: 1, commands: ['ip netns add red'] }),
      entry(2, 'applied', { steps: 1 }),
      entry(3, 'started', { steps: 2, commands: ['one', 'two'] }),
      entry(4, 'put-back', { error: 'No space left on device' }),
    ]
    expect(runsOf(entries)).toEqual([
      { at: at(1), ended: at(2), machine: 'sandbox', actor: 'ada', outcome: 'applied', steps: 1, commands: ['ip netns add red'] },
      {
        at: at(3),
        ended: at(4),
        machine: 'sandbox',
        actor: 'ada',
        outcome: 'put-back',
        steps: 2,
        commands: ['one', 'two'],
        error: 'No space left on device',
      },
    ])
  })

  it('that were cut short have no end, whatever came after', () => {
    const cut = [entry(1, 'started', { steps: 3 }), entry(2, 'started', { steps: 3 }), entry(3, 'applied', { steps: 3 })]
    expect(runsOf(cut).map(({ outcome }) => outcome)).toEqual(['no-end', 'applied'])
    const destroyed = [entry(1, 'started', { steps: 3 }), entry(2, 'destroyed', { actor: 'ben' })]
    expect(runsOf(destroyed)).toMatchObject([{ outcome: 'no-end' }, { outcome: 'destroyed', actor: 'ben' }])
  })

  it('that destroyed a lab of this computer have their commands, as there it takes some', () => {
    const host = { machine: 'host' } as const
    const entries = [entry(1, 'started', { ...host, steps: 1, commands: ['ip netns del red'] }), entry(2, 'destroyed', host)]
    expect(runsOf(entries)).toMatchObject([{ outcome: 'destroyed', commands: ['ip netns del red'], ended: at(2) }])
  })
})

describe('what is told of them', () => {
  const entries = Array.from({ length: TOLD_RUNS + 1 }, (_, index) => [
    entry(2 * index, 'started', { steps: 1, commands: [`step ${index}`] }),
    entry(2 * index + 1, 'applied'),
  ]).flat()

  it('is the newest, without commands, and whether there are more', () => {
    const { runs, more } = toldRuns(entries)
    expect([runs.length, more]).toEqual([TOLD_RUNS, true])
    expect(runs[0]).toEqual({
      at: at(2 * TOLD_RUNS),
      ended: at(2 * TOLD_RUNS + 1),
      machine: 'sandbox',
      actor: 'ada',
      outcome: 'applied',
      steps: 1,
    })
    expect(toldRuns(entries.slice(2)).more).toBe(false)
  })

  it('is one with its commands when that is asked for, and none that never was', () => {
    expect(toldRuns(entries, at(4)).runs).toMatchObject([{ at: at(4), commands: ['step 2'] }])
    expect(toldRuns(entries, at(-1)).runs).toEqual([])
  })
})

it('a log is read for one lab without what others did', () => {
  const text = [entry(1, 'destroyed'), entry(2, 'destroyed', { lab: 'other', actor: '"lab":"demo"' })].map((one) =>
    JSON.stringify(one),
  )
  expect(readLog(text.join('\n'), 'demo')).toEqual([entry(1, 'destroyed')])
  expect(readLog(text.join('\n'))).toHaveLength(2)
})
