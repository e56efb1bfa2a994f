import { describe, expect, it } from 'vitest'
import { failureList, playwrightFailures, vitestFailures } from './failures'

describe('the failures at the end of a run', () => {
  it('are those of vitest with what they said, and files that could not be loaded', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a bridge has ports', failureMessages: [] },
            { status: 'failed', fullName: 'a bridge has an address', failureMessages: ['expected 1 to be 2'] },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    }
    expect(vitestFailures(report)).toEqual([
      { test: 'a.test.ts › a bridge has an address', words: 'expected 1 to be 2' },
      { test: 'b.test.ts', words: 'no such module' },
    ])
  })

  it('are those of Playwright, however deep, with what the page showed', () => {
    const failed = {
      title: 'opens',
      file: 'c.spec.ts',
      line: 3,
      ok: false,
      tests: [{ results: [{ errors: [{ message: 'not visible' }], attachments: [{ name: 'error-context', path: '/shown' }] }] }],
    }
    const report = {
      suites: [{ specs: [{ ...failed, ok: true }], suites: [{ specs: [failed] }] }],
      errors: [{ message: 'a worker ended' }],
    }
    const context = '# Error details\nnot visible\n# Page snapshot\n\n```yaml\n- heading "Netloom"\n```\n# Test source\nline'
    expect(playwrightFailures(report, () => context)).toEqual([
      { test: 'c.spec.ts:3 › opens', words: 'not visible\n- heading "Netloom"\n' },
      { test: 'outside of any test', words: 'a worker ended' },
    ])
  })

  it('are listed without colours, and long ones cut', () => {
    const long = Array.from({ length: 43 }, (_, line) => `line ${line}`).join('\n')
    expect(failureList([{ test: 'a', words: '\u001b[31mred\u001b[39m' }])).toBe('FAILED a\n  red\n')
    expect(failureList([{ test: 'a', words: long }])).toContain('  line 39\n  … and 3 lines more\n')
  })
})
