import type { Locale } from '../../core/text/locale'
import type { Translated } from '../i18n/dictionary'
import { useLocale } from '../state/viewStore'
import { machineEn } from './machine.en'
import { machineZh } from './machine.zh'

/** The page's own texts: they come with the page, and no other page carries them. */
const texts: Record<Locale, Translated<typeof machineEn>> = { en: machineEn, zh: machineZh }

/** The page's texts in the reader's language. */
export function useMachineText(): Translated<typeof machineEn> {
  return texts[useLocale()]
}
