import { addressesZh } from './diagnostics/addresses.zh'
import { containersZh } from './diagnostics/containers.zh'
import { dhcpZh } from './diagnostics/dhcp.zh'
import { drawingZh } from './diagnostics/drawing.zh'
import { editingZh } from './diagnostics/editing.zh'
import { fileZh } from './diagnostics/file.zh'
import { filterZh } from './diagnostics/filter.zh'
import { machineZh } from './diagnostics/machine.zh'
import { neighboursZh } from './diagnostics/neighbours.zh'
import { nicsZh } from './diagnostics/nics.zh'
import { routingZh } from './diagnostics/routing.zh'
import type { DiagnosticCode } from './diagnostics.en'
import type { Words } from './words'

/** The words of every diagnostic, Simplified Chinese. */
export const diagnosticsZh: Record<DiagnosticCode, Words> = {
  ...fileZh,
  ...drawingZh,
  ...addressesZh,
  ...routingZh,
  ...neighboursZh,
  ...dhcpZh,
  ...containersZh,
  ...nicsZh,
  ...filterZh,
  ...editingZh,
  ...machineZh,
}
