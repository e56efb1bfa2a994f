import type { Left } from '../protocol/left'
import type { Locale } from './locale'

const IN_USE: Record<Locale, (programs: readonly string[]) => string> = {
  en: (programs) => `still in use by ${programs.join(', ')}`,
  zh: (programs) => `仍在被使用：${programs.join('，')}`,
}

/** Who keeps what. */
export function describeUse(by: Left['by'], locale: Locale): string {
  return IN_USE[locale](by.map(({ pid, program }) => `PID ${pid} (${program})`))
}

/** Why something was left alone when all else was removed, in the reader's language. */
export function describeLeft({ by, why }: Left, locale: Locale): string {
  // An agent that was started before an upgrade has its own words only.
  return by.length === 0 ? why : describeUse(by, locale)
}
