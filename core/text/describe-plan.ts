import type { ElementRef } from '../lab/element'
import type { Drift, Reason } from '../plan/plan'
import { type DriftDictionary, driftEn, driftWordsEn } from './drift.en'
import type { Locale } from './locale'
import { type ReasonCode, reasonsEn } from './reasons.en'
import type { Params } from './words'

/** The words of plans and drift in one language. */
interface PlanWords {
  reasons: Record<ReasonCode, (params: Params) => string>
  drift: DriftDictionary
  driftWords: typeof driftWordsEn
}

const english: PlanWords = { reasons: reasonsEn, drift: driftEn, driftWords: driftWordsEn }
const known: Partial<Record<Locale, PlanWords>> = { en: english }

/** Adds the words of a language: the page fetches those that its reader speaks, the command line has them all (`reasons`). */
export function learnPlanWords(locale: Locale, words: PlanWords): void {
  known[locale] = words
}

/** Why a plan has a step, in one line without a full stop. */
export function describeReason(reason: Reason, locale: Locale): string {
  return (known[locale] ?? english).reasons[reason.code](reason.params)
}

function subject(element: ElementRef, words: typeof driftWordsEn): string {
  switch (element.kind) {
    case 'lab':
      return words.lab()
    case 'link':
      return words.link(element.link)
    case 'interface':
      return words.inNode(element.name, element.node)
    case 'node':
    case 'route':
    case 'nat':
      return element.node
  }
}

function value(text: string | undefined, words: typeof driftWordsEn): string {
  return text === 'up' || text === 'down' ? words.values[text] : (text ?? '')
}

/** One difference in words, such as “eth0 in red is down”. */
export function describeDrift(drift: Drift, locale: Locale): string {
  const { drift: dictionary, driftWords: words } = known[locale] ?? english
  const { changed, gone, extra } = dictionary[drift.field]
  // Something extra may stand on no element of the lab; then its own name is the subject.
  const what = drift.field === 'extra' && drift.found !== undefined ? drift.found : subject(drift.element, words)
  const params = { what, wanted: value(drift.wanted, words), found: value(drift.found, words) }
  const say = drift.found === undefined ? (gone ?? changed) : drift.wanted === undefined ? (extra ?? changed) : changed
  return say(params)
}
