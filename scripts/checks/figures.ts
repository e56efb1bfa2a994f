import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'

const lineSchema = z.object({ figure: z.string(), case: z.string(), held: z.boolean().optional() })

/** One figure of a test run: of so many cases, how many went as they should. */
export interface Figure {
  name: string
  held: number
  of: number
}

/** Reads what the tests have noted (`test/figures.ts`), a JSON object a line. A case held when it ran and no report of it says otherwise. */
export function figuresOf(lines: string): Figure[] {
  const figures = new Map<string, Map<string, boolean | undefined>>()
  for (const line of lines.split('\n').filter(Boolean)) {
    const { figure, case: name, held } = lineSchema.parse(JSON.parse(line))
    const cases = figures.get(figure) ?? new Map<string, boolean | undefined>()
    const known = cases.get(name)
    cases.set(name, held === undefined ? known : held && known !== false)
    figures.set(figure, cases)
  }
  return [...figures].map(([name, cases]) => ({
    name,
    held: [...cases.values()].filter(Boolean).length,
    of: cases.size,
  }))
}

/** The figures that the tests left in a file; none when they left no file. */
export function readFigures(file: string): Figure[] {
  return existsSync(file) ? figuresOf(readFileSync(file, 'utf8')) : []
}

/** A table of them, a line each. */
export function figureTable(figures: readonly Figure[]): string {
  const width = Math.max(0, ...figures.map(({ name }) => name.length)) + 2
  const sorted = figures.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.map(({ name, held, of }) => `${name.padEnd(width)}${held} of ${of}\n`).join('')
}
