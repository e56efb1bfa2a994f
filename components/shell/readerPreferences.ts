import { cookies, headers } from 'next/headers'
import { PREFERENCES_COOKIE, type Preferences, readPreferences } from '../state/preferences'

/** What the reader of a page that is being served has chosen; for pages' documents and titles, which the server writes. */
export async function readerPreferences(): Promise<Preferences> {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  return readPreferences(jar.get(PREFERENCES_COOKIE)?.value, sent.get('accept-language') ?? '')
}
