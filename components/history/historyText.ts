import type { Locale } from '../../core/text/locale'
import type { Translated } from '../i18n/dictionary'
import { useLocale } from '../state/viewStore'
import { historyEn } from './history.en'
import { historyZh } from './history.zh'

/** They come with the panel and the notice, which are fetched when they are wanted. */
const texts: Record<Locale, Translated<typeof historyEn>> = { en: historyEn, zh: historyZh }

export function useHistoryText(): Translated<typeof historyEn> {
  return texts[useLocale()]
}
