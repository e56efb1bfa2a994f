import { useCallback, useSyncExternalStore } from 'react'
import { useText } from '../i18n/text'
import { whenDerived } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { type Action, actionContext, isEnabled, runAction } from './action'

function subscribe(listener: () => void): () => void {
  const stops = [useLabStore.subscribe(listener), useViewStore.subscribe(listener), whenDerived(listener)]
  return () => {
    for (const stop of stops) stop()
  }
}

/** An action as a button or a menu needs it; follows whether it can be done now. */
export function useAction(action: Action): { run: () => void; enabled: boolean; label: string; shortcut: string | undefined } {
  const t = useText()
  const enabled = useSyncExternalStore(
    subscribe,
    () => isEnabled(action, actionContext()),
    () => false,
  )
  const run = useCallback(() => void runAction(action), [action])
  return { run, enabled, label: action.label(t), shortcut: action.shortcuts?.[0] }
}
