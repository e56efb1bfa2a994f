import { hostEn } from './host.en'
import { hostZh } from './host.zh'
import type { Locale } from './locale'

/** The words about this computer itself as a machine, in one language. */
export function hostText(locale: Locale): typeof hostEn {
  return locale === 'zh' ? hostZh : hostEn
}
