/** The texts of the canvas, English: the source of the keys. */
export const canvasEn = {}
