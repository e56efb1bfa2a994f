import type { Locale } from './locale'

/** A message as a sentence that another one follows. */
export function sentence(message: string, locale: Locale): string {
  return locale === 'zh' ? `${message}。` : `${message}. `
}
