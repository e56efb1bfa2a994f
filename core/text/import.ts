import type { ImportFinding } from '../script/import/finding'
import { describeDiagnostic } from './diagnostics'
import { type ImportCode, importEn } from './import.en'
import { importZh } from './import.zh'
import type { Locale } from './locale'

function isImportCode(code: ImportFinding['code']): code is ImportCode {
  return Object.hasOwn(importEn, code)
}

/** The words of an import’s finding: what is the matter, and what to do about it. */
export function describeFinding(
  { code, params }: Pick<ImportFinding, 'code' | 'params'>,
  locale: Locale,
): { message: string; suggestion: string } {
  if (!isImportCode(code)) return describeDiagnostic({ code, params }, locale)
  const words = (locale === 'zh' ? importZh : importEn)[code]
  return { message: words.message(params), suggestion: words.suggestion(params) }
}
