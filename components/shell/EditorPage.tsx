'use client'

import dynamic from 'next/dynamic'

// The pages live from the socket, so the server has nothing to draw them from: they are drawn in the browser only. One import a page, so
// that nothing is in two bundles.
const FramedEditor = dynamic(() => import('./FramedEditor').then((module) => module.FramedEditor), { ssr: false })

/** One lab's editor. */
export function EditorPage({ name }: { name: string }) {
  return <FramedEditor name={name} />
}
