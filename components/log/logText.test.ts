import { expect, it } from 'vitest'
import { logEn } from './log.en'
import { meaningText, whoText } from './logText'

it.each([
  ['session 41f54ee808f8', logEn.you],
  ['web, 41f54ee808f8', logEn.you],
  ['session 0123456789ab', 'Another browser (session 0123456789ab)'],
  ['web, 0123456789ab', 'Another browser (session 0123456789ab)'],
  ['ada', 'ada, on the command line'],
])('says who it was that signed as “%s”', (actor, words) => {
  expect(whoText({ actor }, '41f54ee808f8', logEn)).toBe(words)
})

it('says of what was put back why, where the log knows', () => {
  const run = { at: '', machine: 'host', actor: 'ada', outcome: 'put-back' } as const
  expect(meaningText(run, logEn)).toBe(logEn.meaning['put-back'])
  expect(meaningText({ ...run, error: 'No space left on device' }, logEn)).toBe(logEn.meaning.stepFailed)
})

it('tells a sandbox that ended from a lab that was taken off this computer', () => {
  const run = { at: '', actor: 'ada', outcome: 'destroyed' } as const
  expect(meaningText({ ...run, machine: 'sandbox' }, logEn)).toBe(logEn.meaning.sandboxEnded)
  expect(meaningText({ ...run, machine: 'host' }, logEn)).toBe(logEn.meaning.destroyed)
})
