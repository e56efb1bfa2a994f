/** The texts of the panels, English: the source of the keys. */
export const panelsEn = {}
