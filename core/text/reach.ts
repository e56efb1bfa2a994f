import type { Stop } from '../reach/packet'
import type { Locale } from './locale'
import { reachEn, reachWordsEn, replyEn, replyMayEn } from './reach.en'
import { reachWordsZh, reachZh, replyMayZh, replyZh } from './reach.zh'

/** The words for where a packet's way ends, and what to do about it. */
export function describeStop(stop: Stop, locale: Locale): { message: string; suggestion: string } {
  const words = (locale === 'zh' ? reachZh : reachEn)[stop.code]
  const message = words.message(stop.params)
  const certain = !stop.code.startsWith('foreign-may-')
  const reply = locale === 'zh' ? (certain ? replyZh : replyMayZh) : certain ? replyEn : replyMayEn
  return { message: stop.direction === 'reply' ? reply(message) : message, suggestion: words.suggestion(stop.params) }
}

/** What stands around those words on the command line. */
export function reachWords(locale: Locale): typeof reachWordsEn {
  return locale === 'zh' ? reachWordsZh : reachWordsEn
}
