/** The values that a text speaks of, by the names that its code gives them. */
export type Params = Record<string, string | number>

/** What is the matter, and what to do about it. */
export interface Words {
  message: (p: Params) => string
  suggestion: (p: Params) => string
}
