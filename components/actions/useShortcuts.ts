import { useEffect } from 'react'
import { runAction } from './action'
import { actions } from './registry'
import { matchesShortcut } from './shortcut'

const EDITABLE = 'input, textarea, select, [contenteditable="true"]'
/** These have their own keys while they are open. */
const MODAL = '[role="dialog"], [role="menu"], [role="listbox"]'

/** Runs the actions' shortcuts for as long as the page is up. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** Exported for its test. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const target = event.target instanceof Element ? event.target : null
  const busy = target?.closest(`${EDITABLE}, ${MODAL}`) ?? null
  // Text that the reader has selected is what they mean to copy.
  if (matchesShortcut('mod+c', event) && hasReadersText(document.getSelection())) return
  for (const action of actions) {
    if (busy && !action.inFields) continue
    if (!action.shortcuts?.some((shortcut) => matchesShortcut(shortcut, event))) continue
    if (!runAction(action)) continue
    event.preventDefault()
    return
  }
}

/** Whether text was selected to be read: a box drawn on the canvas with Shift takes the words around it along, and nobody means those. */
function hasReadersText(selection: Selection | null): boolean {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return false
  const { commonAncestorContainer: all } = selection.getRangeAt(0)
  const around = all instanceof Element ? all : all.parentElement
  return !around?.closest('header, main') && !around?.querySelector('main')
}
