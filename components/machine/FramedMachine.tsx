'use client'

import { Frame } from '../shell/Frame'
import { MachineView } from './MachineView'

/** The whole of the page, as one bundle. */
export function FramedMachine() {
  return (
    <Frame>
      <MachineView />
    </Frame>
  )
}
