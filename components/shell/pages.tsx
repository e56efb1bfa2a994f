'use client'

import dynamic from 'next/dynamic'

// The pages live from the socket, so the server has nothing to draw them from: they are drawn in the browser only.
const Gallery = dynamic(() => import('../gallery/Gallery').then((module) => module.Gallery), { ssr: false })
const Editor = dynamic(() => import('./Editor').then((module) => module.Editor), { ssr: false })
const Frame = dynamic(() => import('./Frame').then((module) => module.Frame), { ssr: false })
const NotFound = dynamic(() => import('./Problem').then((module) => module.NotFound), { ssr: false })

/** The start page. */
export function GalleryPage() {
  return (
    <Frame>
      <Gallery />
    </Frame>
  )
}

/** One lab's editor. */
export function EditorPage({ name }: { name: string }) {
  return (
    <Frame>
      <Editor name={name} />
    </Frame>
  )
}

/** Any other address. */
export function NotFoundPage() {
  return (
    <Frame>
      <NotFound />
    </Frame>
  )
}
