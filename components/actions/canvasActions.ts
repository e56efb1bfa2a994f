import type { Action } from './action'

/** What can be done on the canvas. */
export const canvasActions: readonly Action[] = []
