import type { HostFinding } from '../preflight/findings'
import type { Locale } from './locale'
import { type PreflightWords, preflightEn, preflightWordsEn } from './preflight.en'
import { preflightWordsZh, preflightZh } from './preflight.zh'

/** What is in the way, and what to do about it. */
export function describeFinding({ code, params }: HostFinding, locale: Locale): { message: string; suggestion: string } {
  const words = (locale === 'zh' ? preflightZh : preflightEn)[code]
  return { message: words.message(params), suggestion: words.suggestion(params) }
}

export function preflightWords(locale: Locale): PreflightWords {
  return locale === 'zh' ? preflightWordsZh : preflightWordsEn
}
