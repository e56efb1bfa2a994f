import type { Locale } from './locale'
import { type StoreProblemCode, storeEn } from './store.en'
import { storeZh } from './store.zh'

/** Why the store said no, and what to do about it. `words` are the system's own, where it has any. */
export function describeStoreProblem(
  code: StoreProblemCode,
  words: string,
  locale: Locale,
): { message: string; suggestion: string } {
  const { message, suggestion } = (locale === 'zh' ? storeZh : storeEn)[code]
  return { message: message(words), suggestion }
}
