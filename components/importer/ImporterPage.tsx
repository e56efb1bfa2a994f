'use client'

import dynamic from 'next/dynamic'

// As the editor: drawn in the browser only, from one bundle.
const FramedImporter = dynamic(() => import('./FramedImporter').then((module) => module.FramedImporter), { ssr: false })

/** Where commands are made into a lab. */
export function ImporterPage() {
  return <FramedImporter />
}
