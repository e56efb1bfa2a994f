import { appendFileSync } from 'node:fs'
import { beforeEach } from 'vitest'

/** The figures that end a test run (`scripts/checks/figures.ts` adds them up). */
export type Figure = 'hostile inputs refused' | 'faults caused' | 'crash matrix' | 'failing steps' | 'fuzzed messages'

/** One line of the file that NETLOOM_FIGURES names. Without `held` the case is only announced, so that one that never runs is missed. */
export interface FigureLine {
  figure: string
  case: string
  held?: boolean
}

function tell(line: FigureLine): void {
  const { NETLOOM_FIGURES: file } = process.env
  // Tests in several processes write at once; an append of one short line is whole.
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`)
}

/** Announces cases before any of them runs: those that are left out then show as missing in the table. */
export function expectCases(figure: Figure, cases: readonly string[]): void {
  for (const each of cases) tell({ figure, case: each })
}

/** Counts one case of a figure, by its name: it held when `work` ends without an error. Several works of one name must all hold. */
export async function counted<T>(figure: Figure, name: string, work: () => T | Promise<T>): Promise<T> {
  tell({ figure, case: name })
  try {
    const result = await work()
    tell({ figure, case: name, held: true })
    return result
  } catch (error) {
    tell({ figure, case: name, held: false })
    throw error
  }
}

/** Counts every test of the file that calls it, by its full name. */
export function countTests(figure: Figure): void {
  beforeEach(({ task, onTestFinished }) => {
    const name = [task.suite?.name, task.name].filter(Boolean).join(' ')
    tell({ figure, case: name })
    onTestFinished(() => tell({ figure, case: name, held: task.result?.state !== 'fail' }))
  })
}
