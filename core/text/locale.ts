/** The languages that every user-visible text exists in. */
export type Locale = 'en' | 'zh'
export const LOCALES: readonly Locale[] = ['en', 'zh']
