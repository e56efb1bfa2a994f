import { mayBeOnHost } from '../machines/host-traces'
import { LoggedApply } from '../machines/logged-apply'
import { findMachine } from '../machines/machines'
import { MachineUnavailable } from '../machines/problem'
import type { Handlers } from './handlers'

/** What runs for a lab that is deleted could never be reached again, so it ends with it; where it cannot be reached, the lab stays. */
export const deleteLab: Handlers['lab:delete'] = async ({ store, actor }, { lab }) => {
  const kind = await store.machineOf(lab)
  const connection = await findMachine(kind, lab, 'web')
  if (!connection && kind === 'host' && (await mayBeOnHost(lab))) throw new MachineUnavailable('host-not-reached', { lab })
  if (connection) {
    try {
      await connection.request({ type: 'destroy', lab, actor })
      await new LoggedApply(kind, lab, `session ${actor}`).destroyed()
    } finally {
      connection.close()
    }
  }
  await store.delete(lab)
  return {}
}
