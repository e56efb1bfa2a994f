'use client'

import { Frame } from '../shell/Frame'
import { Importer } from './Importer'

/** The whole of the import page, as one bundle. */
export function FramedImporter() {
  return (
    <Frame>
      <Importer />
    </Frame>
  )
}
