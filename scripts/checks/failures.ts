import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import * as z from 'zod'

/** A test that failed, and what it said. */
export interface Failure {
  test: string
  words: string
}

/** Lines of what one failure said that are repeated at the end of a run; the whole stands where it happened. */
const MAX_LINES = 40

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

/** What failed in vitest's JSON report, a file that could not be loaded included. */
export function vitestFailures(report: unknown): Failure[] {
  return vitestReport.parse(report).testResults.flatMap(({ name, status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [{ test: name, words: message ?? '' }]
    return assertionResults
      .filter((result) => result.status === 'failed')
      .map(({ fullName, failureMessages }) => ({ test: `${name} › ${fullName}`, words: failureMessages?.join('\n') ?? '' }))
  })
}

const result = z.object({
  errors: z.array(z.object({ message: z.string().optional() })),
  attachments: z.array(z.object({ name: z.string(), path: z.string().optional() })),
})
const spec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.int(),
  ok: z.boolean(),
  tests: z.array(z.object({ results: z.array(result) })),
})
interface Suite {
  specs: z.infer<typeof spec>[]
  suites?: Suite[] | undefined
}
const suite: z.ZodType<Suite> = z.object({
  specs: z.array(spec),
  get suites() {
    return z.array(suite).optional()
  },
})
const playwrightReport = z.object({ suites: z.array(suite), errors: z.array(z.object({ message: z.string().optional() })) })

/**
 * What failed in Playwright's JSON report, with what the page showed then, as `readText` finds it in the run's files: where a run is known
 * by its output alone, nothing else is left of the page.
 */
export function playwrightFailures(report: unknown, readText: (path: string) => string = readWhole): Failure[] {
  const { suites, errors } = playwrightReport.parse(report)
  const ofSuite = ({ specs, suites: inner = [] }: Suite): Failure[] => [
    ...specs.filter(({ ok }) => !ok).map((failed) => ofSpec(failed, readText)),
    ...inner.flatMap(ofSuite),
  ]
  return [...suites.flatMap(ofSuite), ...errors.map(({ message }) => ({ test: 'outside of any test', words: message ?? '' }))]
}

function ofSpec({ title, file, line, tests }: z.infer<typeof spec>, readText: (path: string) => string): Failure {
  const results = tests.flatMap((test) => test.results)
  const said = results.flatMap(({ errors }) => errors.map(({ message }) => message ?? ''))
  const seen = results
    .flatMap(({ attachments }) => attachments)
    .flatMap(({ name, path }) => (name === 'error-context' && path !== undefined ? [snapshotIn(readText(path))] : []))
  return { test: `${file}:${line} › ${title}`, words: [...said, ...seen].join('\n') }
}

/** The page's snapshot in Playwright's description of a failure, which also repeats the error and the test's source. */
function snapshotIn(context: string): string {
  return /```yaml\n(.*?)```/s.exec(context)?.[1] ?? context
}

function readWhole(path: string): string {
  return readFileSync(path, 'utf8')
}

/** The failures as a run's output ends with them. */
export function failureList(failures: readonly Failure[]): string {
  return failures
    .map(({ test, words }) => {
      const lines = stripVTControlCharacters(words).trimEnd().split('\n')
      const rest = lines.length - MAX_LINES
      const shown = rest > 0 ? [...lines.slice(0, MAX_LINES), `… and ${rest} lines more`] : lines
      return `FAILED ${test}\n${shown.map((line) => `  ${line}\n`).join('')}`
    })
    .join('\n')
}
