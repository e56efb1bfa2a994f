'use client'

import { Frame } from './Frame'
import { NotFound } from './Problem'

/** The whole of the not-found page, as one bundle. */
export function FramedNotFound() {
  return (
    <Frame>
      <NotFound />
    </Frame>
  )
}
