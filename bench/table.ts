import { type BenchResult, isHeld, isReached } from './result'

const HEAD = ['what', 'measured', 'must reach', 'ratio', ''] as const

/** The results as text, a line each; columns are as wide as their widest cell. */
export function table(results: readonly BenchResult[]): string {
  const rows = [HEAD, ...results.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 || column === 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(HEAD), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line), ''].join('\n')
}

function cells(result: BenchResult): string[] {
  const { what, value, unit, ratio, limit, least } = result
  const target =
    ratio?.limit !== undefined
      ? `≤ ${ratio.limit} × ${ratio.of}`
      : limit !== undefined
        ? `≤ ${limit} ${unit}`
        : least !== undefined
          ? `≥ ${least} ${unit}`
          : ''
  const against = ratio?.value ?? (limit ? value / limit : least ? value / least : undefined)
  return [
    what,
    `${digits(value)} ${unit}`,
    target,
    against === undefined ? '' : against.toFixed(against < 0.1 ? 3 : 2),
    isHeld(result) ? (isReached(result) ? 'pass' : 'MISS') : '',
  ]
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
