import type { Text } from '../i18n/text'
import { type Theme, useViewStore } from '../state/viewStore'
import type { Action } from './action'

function theme(value: Theme, label: (t: Text) => string): Action {
  return {
    id: `theme-${value}`,
    group: 'view',
    label,
    enabled: () => true,
    run: () => useViewStore.getState().prefer({ theme: value }),
  }
}

/** Light, dark, or as the system has it. */
export const themes: readonly Action[] = [
  theme('system', (t) => t.shell.actions.themeSystem),
  theme('light', (t) => t.shell.actions.themeLight),
  theme('dark', (t) => t.shell.actions.themeDark),
]
