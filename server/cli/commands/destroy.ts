import { userInfo } from 'node:os'
import { findSandbox } from '../../machines/sandbox'
import { type CliCommand, writeJson } from '../command'
import { labArgument } from '../machine'

export const destroy: CliCommand = {
  name: 'destroy',
  positionals: ['NAME'],
  options: {},
  async run(invocation) {
    const { io, text } = invocation
    const lab = labArgument(invocation)
    const connection = await findSandbox(lab)
    if (!connection) {
      if (invocation.json) writeJson(io, { lab, removed: 0, left: [] })
      else io.out(`${text.nothingToDestroy(lab)}\n`)
      return 0
    }
    try {
      const { removed, left } = await connection.request({ type: 'destroy', lab, actor: userInfo().username })
      // The agent ends by itself; once it has, so has everything in its namespaces.
      await connection.closed
      if (invocation.json) {
        writeJson(io, { lab, removed, left })
      } else {
        io.out(`${text.destroyed(lab, removed)}\n`)
        if (left.length > 0) io.out(`${text.leftAlone}\n${left.map(({ what, why }) => `  ${what}: ${why}\n`).join('')}`)
      }
      return 0
    } finally {
      connection.close()
    }
  },
}
