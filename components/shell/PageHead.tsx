import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useEffect } from 'react'
import { documentTitle } from './documentTitle'

/** The head of a page beside the gallery and the editor: the way back, what it is, and what can be done with all of it. */
export function PageHead({ back, title, children }: { back: string; title: string; children: ReactNode }) {
  // The server wrote it in the language that the page was asked for in; the reader may have changed that since, here or on another page.
  useEffect(() => {
    document.title = documentTitle(title)
  }, [title])
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-surface px-4 py-2.5">
      <Link href="/" className="inline-flex items-center gap-0.5 text-ink-2 hover:text-ink">
        <ChevronLeft size={16} aria-hidden />
        {back}
      </Link>
      <h1 className="font-semibold text-base">{title}</h1>
      {children}
    </header>
  )
}
