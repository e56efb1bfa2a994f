import { cliEn } from './cli.en'
import { cliZh } from './cli.zh'
import type { Locale } from './locale'

/** The words of the command line in one language. */
export type CliText = typeof cliEn

export function cliText(locale: Locale): CliText {
  return locale === 'zh' ? cliZh : cliEn
}
