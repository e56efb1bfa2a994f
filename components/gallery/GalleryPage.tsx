'use client'

import dynamic from 'next/dynamic'

// As the editor: drawn in the browser only, from one bundle.
const FramedGallery = dynamic(() => import('./FramedGallery').then((module) => module.FramedGallery), { ssr: false })

/** The start page. */
export function GalleryPage() {
  return <FramedGallery />
}
