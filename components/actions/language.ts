import type { Locale } from '../../core/text/locale'
import type { Text } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

function language(locale: Locale, label: (t: Text) => string): Action {
  return {
    id: `language-${locale}`,
    group: 'view',
    label,
    enabled: () => true,
    run: () => useViewStore.getState().prefer({ locale }),
  }
}

/** English and Simplified Chinese. */
export const languages: readonly Action[] = [
  language('en', (t) => t.shell.actions.english),
  language('zh', (t) => t.shell.actions.chinese),
]
