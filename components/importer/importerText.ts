import type { Locale } from '../../core/text/locale'
import type { Translated } from '../i18n/dictionary'
import { useLocale } from '../state/viewStore'
import { importerEn } from './importer.en'
import { importerZh } from './importer.zh'

/** The page's own texts: they come with the page, and no other page carries them. */
const texts: Record<Locale, Translated<typeof importerEn>> = { en: importerEn, zh: importerZh }

export type ImporterText = Translated<typeof importerEn>

/** The import page's texts in the reader's language. */
export function useImporterText(): ImporterText {
  return texts[useLocale()]
}
