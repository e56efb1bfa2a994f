import type { Stop } from '../reach/trace'
import type { Locale } from './locale'
import { reachEn, replyEn } from './reach.en'
import { reachZh, replyZh } from './reach.zh'

/** The words for where a packet's way ends, and what to do about it. */
export function describeStop(stop: Stop, locale: Locale): { message: string; suggestion: string } {
  const words = (locale === 'zh' ? reachZh : reachEn)[stop.code]
  const message = words.message(stop.params)
  const reply = locale === 'zh' ? replyZh : replyEn
  return { message: stop.direction === 'reply' ? reply(message) : message, suggestion: words.suggestion(stop.params) }
}
