import { versionAt, versionsOf } from '../labs/history-records'
import { LabProblem } from '../labs/problem'
import type { Handlers } from './handlers'

/** The versions of a lab that is open here, and the answer to a file that was changed outside. */
export const historyHandlers: Pick<Handlers, 'lab:history' | 'lab:version' | 'lab:settle'> = {
  async 'lab:history'({ visit }, { lab }) {
    const records = await (await visit.room(lab)).session.versions()
    const [first] = records
    return { versions: versionsOf(records), whole: first?.kind === 'document' && first.why === 'start' }
  },

  async 'lab:version'({ visit }, { lab, version }) {
    const found = versionAt(await (await visit.room(lab)).session.versions(), version)
    if (!found) throw new LabProblem('no-such-lab', `version ${version} is not kept`)
    return { document: found.lab }
  },

  async 'lab:settle'({ visit }, { lab, take }) {
    await (await visit.room(lab)).session.settle(take)
    return {}
  },
}
