import { addressesEn } from './diagnostics/addresses.en'
import { containersEn } from './diagnostics/containers.en'
import { dhcpEn } from './diagnostics/dhcp.en'
import { drawingEn } from './diagnostics/drawing.en'
import { editingEn } from './diagnostics/editing.en'
import { fileEn } from './diagnostics/file.en'
import { filterEn } from './diagnostics/filter.en'
import { machineEn } from './diagnostics/machine.en'
import { neighboursEn } from './diagnostics/neighbours.en'
import { nicsEn } from './diagnostics/nics.en'
import { routingEn } from './diagnostics/routing.en'
import type { Words } from './words'

/** The words of every diagnostic, English. `zh` has the same keys: the compiler holds the two together. */
export const diagnosticsEn = {
  ...fileEn,
  ...drawingEn,
  ...addressesEn,
  ...routingEn,
  ...neighboursEn,
  ...dhcpEn,
  ...containersEn,
  ...nicsEn,
  ...filterEn,
  ...editingEn,
  ...machineEn,
} satisfies Record<string, Words>

export type DiagnosticCode = keyof typeof diagnosticsEn
