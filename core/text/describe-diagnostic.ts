import type { Diagnostic } from '../check/diagnostic'
import { type DiagnosticCode, diagnosticsEn } from './diagnostics.en'
import type { Locale } from './locale'
import type { Words } from './words'

const known: Partial<Record<Locale, Record<DiagnosticCode, Words>>> = { en: diagnosticsEn }

/** Adds the words of a language: the page fetches those that its reader speaks, the command line has them all (`diagnostics`). */
export function learnDiagnostics(locale: Locale, words: Record<DiagnosticCode, Words>): void {
  known[locale] = words
}

/** The words of a diagnostic: what is the matter, and what to do about it. In English while the language is not here. */
export function describeDiagnostic(
  diagnostic: Pick<Diagnostic, 'code' | 'params'>,
  locale: Locale,
): { message: string; suggestion: string } {
  const words = (known[locale] ?? diagnosticsEn)[diagnostic.code]
  return { message: words.message(diagnostic.params), suggestion: words.suggestion(diagnostic.params) }
}
