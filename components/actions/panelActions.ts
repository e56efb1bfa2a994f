import type { Action } from './action'

/** What can be done in the inspector and the drawer. */
export const panelActions: readonly Action[] = []
