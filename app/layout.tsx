import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { TITLE_TEMPLATE } from '../components/shell/documentTitle'
import { readerPreferences } from '../components/shell/readerPreferences'
import '../components/ui/theme.css'

export const metadata: Metadata = { title: { default: 'Netloom', template: TITLE_TEMPLATE } }

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The document. Its theme and language are right from the first byte, so nothing flashes. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { theme, locale } = await readerPreferences()
  return (
    <html lang={locale === 'zh' ? 'zh-CN' : 'en'} data-theme={theme}>
      <body>{children}</body>
    </html>
  )
}
