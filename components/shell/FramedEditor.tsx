'use client'

import { Editor } from './Editor'
import { Frame } from './Frame'

/** The whole of the editor's page, as one bundle. */
export function FramedEditor({ name }: { name: string }) {
  return (
    <Frame>
      <Editor name={name} />
    </Frame>
  )
}
