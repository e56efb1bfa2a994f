import type { Lab } from '../../../core/lab/schema'
import type { OpenedLab } from '../../../core/protocol/socket'

/** What the server answers when a lab is opened whose machine does not run. */
export function openedAs(lab: Lab, revision = 0): OpenedLab {
  return { lab, revision, machine: { kind: 'sandbox', status: 'stopped' }, consoles: [] }
}
