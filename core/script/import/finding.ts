import type { Severity } from '../../check/diagnostic'
import type { DiagnosticCode } from '../../text/diagnostics.en'
import type { ImportCode } from '../../text/import.en'
import type { Params } from '../../text/words'

/**
 * What an import has to say about a line. An error: the line, or a part of it, is not in the lab. A warning: it is, as it was
 * probably meant, or it will not do what it looks like. An info: a remark that asks for nothing.
 */
export interface ImportFinding {
  /** The line of the text, from 1. */
  line: number
  code: ImportCode | DiagnosticCode
  severity: Severity
  params: Params
}

/** After so many a reader needs no more, and a hostile text gets none. */
const MAX_FINDINGS = 500
/** What is quoted from the text in a finding. */
const MAX_QUOTED = 120

/** Collects findings, each once for its line. */
export class Findings {
  private readonly list: ImportFinding[] = []
  private readonly seen = new Set<string>()
  private dropped = 0

  add(line: number, severity: Severity, code: ImportFinding['code'], params: Params = {}): void {
    const short = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, quoted(value)]))
    const key = `${line} ${code} ${JSON.stringify(short)}`
    if (this.seen.has(key)) return
    if (this.list.length >= MAX_FINDINGS) {
      this.dropped++
      return
    }
    this.seen.add(key)
    this.list.push({ line, severity, code, params: short })
  }

  /** In the order of the text's lines. */
  sorted(): ImportFinding[] {
    const sorted = [...this.list].sort((a, b) => a.line - b.line)
    const last = sorted.at(-1)
    if (last && this.dropped > 0)
      sorted.push({ line: last.line, severity: 'error', code: 'import-more', params: { count: this.dropped } })
    return sorted
  }
}

function quoted(value: string | number): string | number {
  if (typeof value === 'number') return value
  const clean = value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]+/gu, ' ').trim()
  return clean.length > MAX_QUOTED ? `${clean.slice(0, MAX_QUOTED)}…` : clean
}
