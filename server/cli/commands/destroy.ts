import { userInfo } from 'node:os'
import { describeLeft } from '../../../core/text/left'
import { LoggedApply } from '../../machines/logged-apply'
import { type CliCommand, type Invocation, UsageError, writeJson } from '../command'
import { labArgument, machineKind, presentMachine } from '../machine'
import { destroyOrphans } from '../orphans'

export const destroy: CliCommand = {
  name: 'destroy',
  positionals: ['[NAME]'],
  options: { orphans: { type: 'boolean', words: 'orphans' } },
  async run(invocation) {
    const orphans = invocation.options.orphans === true
    const named = invocation.positionals.length > 0
    if (orphans && !named) return destroyOrphans(invocation)
    if (orphans) throw new UsageError(invocation.text.extraArgument(invocation.positionals[0] ?? ''))
    if (!named) throw new UsageError(invocation.text.missingArgument('NAME'))
    return destroyLab(invocation)
  },
}

async function destroyLab(invocation: Invocation): Promise<number> {
  const { io, text } = invocation
  const lab = labArgument(invocation)
  const connection = await presentMachine(invocation, lab)
  if (!connection) {
    if (invocation.json) writeJson(io, { lab, removed: 0, left: [] })
    else io.out(`${text.nothingToDestroy(lab)}\n`)
    return 0
  }
  try {
    const actor = userInfo().username
    const { removed, left } = await connection.request({ type: 'destroy', lab, actor })
    await new LoggedApply(machineKind(invocation), lab, actor).destroyed()
    // A sandbox's agent ends by itself; once it has, so has everything in its namespaces.
    if (machineKind(invocation) === 'sandbox') await connection.closed
    if (invocation.json) {
      writeJson(io, { lab, removed, left })
    } else {
      io.out(`${text.destroyed(lab, removed)}\n`)
      if (left.length > 0)
        io.out(`${text.leftAlone}\n${left.map((one) => `  ${one.what}: ${describeLeft(one, invocation.locale)}\n`).join('')}`)
    }
    return 0
  } finally {
    connection.close()
  }
}
