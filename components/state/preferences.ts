import { LOCALES, type Locale } from '../../core/text/locale'

/** What is remembered between visits. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  locale: Locale
  /** How NAT rules are written, in the plan and in the script. */
  dialect: 'nft' | 'iptables'
  /** Pixels. */
  drawerHeight: number
}

const THEMES = ['system', 'light', 'dark'] as const
const DIALECTS = ['nft', 'iptables'] as const
const DRAWER = { least: 120, most: 2000, usual: 280 }

export type Theme = Preferences['theme']
export type Dialect = Preferences['dialect']

/** A cookie and not localStorage, so that the server's first paint already has the right theme and language. */
export const PREFERENCES_COOKIE = 'netloom-view'

/** Reads the cookie's value; whatever is missing or wrong gets its default, the language by the browser's own list. */
export function readPreferences(cookie: string | undefined, acceptLanguage: string): Preferences {
  let stored: unknown = {}
  try {
    stored = cookie ? JSON.parse(decodeURIComponent(cookie)) : {}
  } catch {
    // A cookie that somebody else wrote; the defaults do.
    stored = {}
  }
  const locale = /^\s*zh\b/i.test(acceptLanguage) ? 'zh' : 'en'
  const said: Record<string, unknown> = { locale, ...(typeof stored === 'object' ? stored : {}) }
  const height = said.drawerHeight
  return {
    theme: THEMES.find((theme) => theme === said.theme) ?? 'system',
    locale: LOCALES.find((one) => one === said.locale) ?? 'en',
    dialect: DIALECTS.find((dialect) => dialect === said.dialect) ?? 'nft',
    drawerHeight: typeof height === 'number' && height >= DRAWER.least && height <= DRAWER.most ? height : DRAWER.usual,
  }
}

/** In the browser: the document's cookie. On the server: the defaults, until the layout hands the request's over. */
export function startPreferences(): Preferences {
  if (typeof document === 'undefined') return readPreferences(undefined, 'en')
  const found = document.cookie.split('; ').find((one) => one.startsWith(`${PREFERENCES_COOKIE}=`))
  return readPreferences(found?.slice(PREFERENCES_COOKIE.length + 1), document.documentElement.lang)
}

/** Remembers for a year. */
export function savePreferences(preferences: Preferences): void {
  const value = encodeURIComponent(JSON.stringify(preferences))
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and outside secure contexts.
  document.cookie = `${PREFERENCES_COOKIE}=${value}; path=/; max-age=31536000; SameSite=Strict`
}
