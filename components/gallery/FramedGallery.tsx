'use client'

import { Frame } from '../shell/Frame'
import { Gallery } from './Gallery'

/** The whole of the start page, as one bundle. */
export function FramedGallery() {
  return (
    <Frame>
      <Gallery />
    </Frame>
  )
}
