import { TOLD_RUNS, type ToldRuns, toldRuns } from '../../core/protocol/applied-runs'
import { logIn } from '../machines/applied-log'
import { netloomHome } from '../machines/home'
import { findHost } from '../machines/host'
import { MachineUnavailable } from '../machines/problem'
import type { Handlers } from './handlers'

/** The log of a lab: of its sandboxes from the file that this process keeps, of this computer from its agent, for that file is root's. */
export const logHandlers: Pick<Handlers, 'lab:log'> = {
  async 'lab:log'({ store, actor }, { lab, of }) {
    const here = async () => toldRuns(await logIn(netloomHome(), lab), of?.at)
    const [sandbox, host] = await Promise.all([
      of?.machine === 'host' ? nothing : here(),
      of?.machine === 'sandbox' ? nothing : hostLog(lab, of?.at),
    ])
    const runs = [...sandbox.runs, ...(host ?? nothing).runs].sort((a, b) => b.at.localeCompare(a.at))
    const more = sandbox.more || (host ?? nothing).more || runs.length > TOLD_RUNS
    const closed = host === undefined && (await store.machineOf(lab)) === 'host'
    return { runs: runs.slice(0, TOLD_RUNS), more, closed, you: actor }
  },
}

const nothing: ToldRuns = { runs: [], more: false }

/** Undefined where this computer's agent does not run or lets nobody in. */
async function hostLog(lab: string, of?: string): Promise<ToldRuns | undefined> {
  try {
    const connection = await findHost('web')
    if (!connection) return undefined
    try {
      const { runs, more } = await connection.request({ type: 'log', lab, of })
      return { runs, more }
    } finally {
      connection.close()
    }
  } catch (error) {
    if (error instanceof MachineUnavailable) return undefined
    throw error
  }
}
