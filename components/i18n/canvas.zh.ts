import type { canvasEn } from './canvas.en'
import type { Translated } from './dictionary'

/** The texts of the canvas, Simplified Chinese. */
export const canvasZh: Translated<typeof canvasEn> = {}
