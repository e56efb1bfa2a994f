import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { PREFERENCES_COOKIE, readPreferences } from '../components/state/preferences'
import '../components/ui/theme.css'

export const metadata: Metadata = { title: { default: 'Netloom', template: '%s · Netloom' } }

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The document. Its theme and language are right from the first byte, so nothing flashes. */
export default async function Layout({ children }: { children: ReactNode }) {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const { theme, locale } = readPreferences(jar.get(PREFERENCES_COOKIE)?.value, sent.get('accept-language') ?? '')
  return (
    <html lang={locale === 'zh' ? 'zh-CN' : 'en'} data-theme={theme}>
      <body>{children}</body>
    </html>
  )
}
