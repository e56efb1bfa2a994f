import type { Action } from './action'
import { dialect } from './dialect'
import { downloadScript } from './downloadScript'

/** What can be done in the inspector and the drawer. */
export const panelActions: readonly Action[] = [dialect, downloadScript]
