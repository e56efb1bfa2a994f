import { describe, expect, it } from 'vitest'
import { closingLine, playwrightCounts, sum, vitestCounts, withExitCode } from './counts'

describe('what a test run comes to', () => {
  const loaded = { status: 'passed', assertionResults: [{}] }

  it('reads vitest’s report', () => {
    const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [loaded] }
    expect(vitestCounts(report)).toEqual({ passed: 7, failed: 1, skipped: 3 })
  })

  it('counts a file that could not be loaded as a failure', () => {
    const unloaded = { status: 'failed', assertionResults: [] }
    const report = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [loaded, unloaded] }
    expect(vitestCounts(report).failed).toBe(1)
  })

  it('reads Playwright’s report and takes a flaky test for a failure', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] }
    expect(playwrightCounts(report)).toEqual({ passed: 4, failed: 2, skipped: 2 })
  })

  it('never calls a runner that ended badly passed', () => {
    expect(withExitCode({ passed: 5, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
    expect(withExitCode({ passed: 5, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 0 })
    expect(withExitCode({ passed: 5, failed: 0, skipped: 0 }, 0)).toEqual({ passed: 5, failed: 0, skipped: 0 })
  })

  it('refuses a report that it cannot read', () => {
    expect(() => vitestCounts({})).toThrow()
    expect(() => playwrightCounts(null)).toThrow()
  })

  it('adds up to one line', () => {
    const all = [
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 3, failed: 4, skipped: 5 },
    ]
    expect(closingLine(sum(all))).toBe('4 passed, 4 failed, 7 skipped')
  })
})
