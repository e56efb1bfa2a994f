import type { panelsEn } from './panels.en'
import type { Translated } from './dictionary'

/** The texts of the panels, Simplified Chinese. */
export const panelsZh: Translated<typeof panelsEn> = {}
