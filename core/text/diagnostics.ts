import type { Diagnostic } from '../check/diagnostic'
import { diagnosticsEn } from './diagnostics.en'
import { diagnosticsZh } from './diagnostics.zh'
import type { Locale } from './locale'

/** The words of a diagnostic: what is the matter, and what to do about it. */
export function describeDiagnostic(
  diagnostic: Pick<Diagnostic, 'code' | 'params'>,
  locale: Locale,
): { message: string; suggestion: string } {
  const words = (locale === 'zh' ? diagnosticsZh : diagnosticsEn)[diagnostic.code]
  return { message: words.message(diagnostic.params), suggestion: words.suggestion(diagnostic.params) }
}
