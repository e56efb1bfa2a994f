'use client'

import dynamic from 'next/dynamic'

// The reader's language is known in the browser only.
const FramedNotFound = dynamic(() => import('./FramedNotFound').then((module) => module.FramedNotFound), { ssr: false })

/** Any address that is no page. */
export function NotFoundPage() {
  return <FramedNotFound />
}
