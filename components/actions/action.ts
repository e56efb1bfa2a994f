import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import type { Text } from '../i18n/text'
import { textOf } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'

/** Where the action stands in the command palette and in the list of shortcuts. */
export type ActionGroup = 'draw' | 'edit' | 'view' | 'machine' | 'panels' | 'labs' | 'help'

/** What an action may look at; a fresh one for each question, so actions hold no state. */
export interface ActionContext {
  /** True in an editor with its lab loaded; false in the gallery. */
  editing: boolean
  /** True wherever a lab is drawn, also where it is only looked at. */
  drawn: boolean
  lab: Lab
  selection: readonly ElementRef[]
  t: Text
}

/**
 * Something that a user can do: one file each, shared by menus, shortcuts, the top bar and the command palette.
 * `shortcut` is written as `mod+shift+z`: `mod` is Cmd on a Mac and Ctrl elsewhere; single letters work outside of text fields only.
 */
export interface Action {
  id: string
  group: ActionGroup
  label(t: Text): string
  /** The first is the one that is shown. */
  shortcuts?: readonly string[]
  /** True when its shortcut also works while a text field has the keyboard. */
  inFields?: boolean
  /** True to be left out of the command palette (the palette itself, arrow keys). */
  hidden?: boolean
  /** Absent: always, while editing. */
  enabled?(context: ActionContext): boolean
  run(context: ActionContext): void | Promise<void>
}

/** What is so now. */
export function actionContext(): ActionContext {
  const { lab, status } = useLabStore.getState()
  const { selection, locale } = useViewStore.getState()
  return { editing: status === 'ready', drawn: status === 'ready' || status === 'preview', lab, selection, t: textOf(locale) }
}

/** Whether the action can be done now. */
export function isEnabled(action: Action, context: ActionContext): boolean {
  return action.enabled ? action.enabled(context) : context.editing
}

/** Does it, if it can be done now. False when it cannot. */
export function runAction(action: Action): boolean {
  const context = actionContext()
  if (!isEnabled(action, context)) return false
  void action.run(context)
  return true
}
