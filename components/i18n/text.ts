import type { Locale } from '../../core/text/locale'
import { useMissingStore } from '../state/missingStore'
import { useLocale } from '../state/viewStore'
import { canvasEn } from './canvas.en'
import { consoleEn } from './console.en'
import { containersEn } from './containers.en'
import { dhcpEn } from './dhcp.en'
import type { Translated } from './dictionary'
import { filterEn } from './filter.en'
import { hostEn } from './host.en'
import { neighboursEn } from './neighbours.en'
import { panelsEn } from './panels.en'
import { sessionEn } from './session.en'
import { shellEn } from './shell.en'

const en = {
  shell: shellEn,
  canvas: canvasEn,
  panels: panelsEn,
  neighbours: neighboursEn,
  filter: filterEn,
  dhcp: dhcpEn,
  containers: containersEn,
  console: consoleEn,
  session: sessionEn,
  host: hostEn,
}

/** Every text of the page, by the area that shows it. */
export type Text = Translated<typeof en>

const texts: Partial<Record<Locale, Text>> = { en }
const loading: Partial<Record<Locale, Promise<void>>> = {}
const settled: Partial<Record<Locale, Promise<void>>> = {}

/** Fetches a language that is not in the first bundle. Rejects where it does not come; the next call tries again. */
export function loadText(locale: Locale): Promise<void> {
  loading[locale] ??= fetchText(locale).catch((error: unknown) => {
    delete loading[locale]
    throw error
  })
  return loading[locale]
}

/** Resolves once a language is here, or could not be fetched: a page in English is better than none. The same promise for the same language. */
export function textSettled(locale: Locale): Promise<void> {
  settled[locale] ??= loadText(locale).catch(() => useMissingStore.getState().report())
  return settled[locale]
}

async function fetchText(locale: Locale): Promise<void> {
  if (locale === 'zh') texts.zh = (await import('./zh')).zh
}

/** Whether a language is here. */
export function hasText(locale: Locale): boolean {
  return texts[locale] !== undefined
}

/** The texts of one language, for code outside of components; English until `loadText` has fetched it. */
export function textOf(locale: Locale): Text {
  return texts[locale] ?? en
}

/** The texts in the reader's language. */
export function useText(): Text {
  return textOf(useLocale())
}
