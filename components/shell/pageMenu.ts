import type { Locale } from '../../core/text/locale'
import { type Action, runAction } from '../actions/action'
import { destroy } from '../actions/destroy'
import { endSession } from '../actions/endSession'
import { inspectLab } from '../actions/inspectLab'
import { changeLanguage } from '../actions/language'
import { newLab } from '../actions/newLab'
import { openCommands } from '../actions/openCommands'
import { openShortcuts } from '../actions/openShortcuts'
import { showLabs } from '../actions/showLabs'
import type { Text } from '../i18n/text'
import { type Theme, useViewStore } from '../state/viewStore'
import type { MenuEntry } from '../ui/Menu'

interface Shown {
  theme: Theme
  locale: Locale
  /** False in the gallery, which has the same menu without what concerns one lab. */
  editing: boolean
  running: boolean
}

/** The menu at the page's right corner. */
export function pageMenu(t: Text, { theme, locale, editing, running }: Shown): MenuEntry[] {
  const entry = (action: Action): MenuEntry => ({
    id: action.id,
    label: action.label(t),
    shortcut: action.shortcuts?.[0],
    run: () => void runAction(action),
  })
  const { prefer } = useViewStore.getState()
  return [
    ...(editing ? [entry(inspectLab), entry(showLabs), entry(newLab), { id: 'after-labs', separator: true } as const] : []),
    { id: 'theme', heading: t.shell.theme.label },
    ...(['system', 'light', 'dark'] as const).map((value) => ({
      id: `theme-${value}`,
      label: t.shell.theme[value],
      checked: theme === value,
      run: () => prefer({ theme: value }),
    })),
    { id: 'language', heading: t.shell.language.label },
    ...(['en', 'zh'] as const).map((value) => ({
      id: `language-${value}`,
      label: t.shell.language[value],
      checked: locale === value,
      run: () => void changeLanguage(value),
    })),
    { id: 'after-language', separator: true },
    entry(openCommands),
    entry(openShortcuts),
    entry(endSession),
    ...(editing
      ? [{ id: 'before-destroy', separator: true } as const, { ...entry(destroy), danger: true, disabled: !running }]
      : []),
  ]
}
