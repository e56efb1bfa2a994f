import type { Locale } from '../../core/text/locale'
import { loadText, type Text } from '../i18n/text'
import { useMissingStore } from '../state/missingStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

/** Fetches the language first, so that the page changes over at once; where it does not come, the page stays as it is and says so. */
export async function changeLanguage(locale: Locale): Promise<void> {
  try {
    await loadText(locale)
  } catch {
    useMissingStore.getState().report()
    return
  }
  useViewStore.getState().prefer({ locale })
}

function language(locale: Locale, label: (t: Text) => string): Action {
  return {
    id: `language-${locale}`,
    group: 'view',
    label,
    enabled: () => true,
    run: () => changeLanguage(locale),
  }
}

/** English and Simplified Chinese. */
export const languages: readonly Action[] = [
  language('en', (t) => t.shell.actions.english),
  language('zh', (t) => t.shell.actions.chinese),
]
