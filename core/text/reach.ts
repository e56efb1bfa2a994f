import type { Stop } from '../reach/packet'
import type { Locale } from './locale'
import { reachEn, replyEn, replyMayEn } from './reach.en'
import { reachZh, replyMayZh, replyZh } from './reach.zh'

/** The words for where a packet's way ends, and what to do about it. */
export function describeStop(stop: Stop, locale: Locale): { message: string; suggestion: string } {
  const words = (locale === 'zh' ? reachZh : reachEn)[stop.code]
  const message = words.message(stop.params)
  const certain = !stop.code.startsWith('foreign-may-')
  const reply = locale === 'zh' ? (certain ? replyZh : replyMayZh) : certain ? replyEn : replyMayEn
  return { message: stop.direction === 'reply' ? reply(message) : message, suggestion: words.suggestion(stop.params) }
}
