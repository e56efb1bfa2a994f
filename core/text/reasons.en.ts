/** Why a plan has a step, English. `zh` has the same keys. */
type Params = Record<string, string | number>

export const reasonsEn = {
  'netns-drawn': (p) => `${p.node} is drawn and does not exist yet`,
} satisfies Record<string, (p: Params) => string>

export type ReasonCode = keyof typeof reasonsEn
