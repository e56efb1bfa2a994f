import type { Locale } from '../../core/text/locale'
import { useLocale } from '../state/viewStore'
import { canvasEn } from './canvas.en'
import { canvasZh } from './canvas.zh'
import type { Translated } from './dictionary'
import { panelsEn } from './panels.en'
import { panelsZh } from './panels.zh'
import { shellEn } from './shell.en'
import { shellZh } from './shell.zh'

const en = { shell: shellEn, canvas: canvasEn, panels: panelsEn }

/** Every text of the page, by the area that shows it. */
export type Text = Translated<typeof en>

const texts: Record<Locale, Text> = { en, zh: { shell: shellZh, canvas: canvasZh, panels: panelsZh } }

/** The texts of one language, for code outside of components. */
export function textOf(locale: Locale): Text {
  return texts[locale]
}

/** The texts in the reader's language. */
export function useText(): Text {
  return textOf(useLocale())
}
