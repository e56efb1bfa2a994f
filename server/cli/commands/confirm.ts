import { hostText } from '../../../core/text/host'
import { startHost } from '../../machines/host'
import { type CliCommand, writeJson } from '../command'
import { labArgument } from '../machine'

export const confirm: CliCommand = {
  name: 'confirm',
  positionals: ['NAME'],
  options: { back: { type: 'boolean', words: 'back' } },
  async run(invocation) {
    const lab = labArgument(invocation)
    const connection = await startHost('root')
    try {
      const { outcome } = await connection.request({ type: 'confirm', lab, keep: invocation.options.back !== true })
      if (invocation.json) writeJson(invocation.io, { lab, outcome })
      else invocation.io.out(`${hostText(invocation.locale).confirmed[outcome](lab)}\n`)
      return outcome === 'kept' || (outcome === 'put-back' && invocation.options.back === true) ? 0 : 1
    } finally {
      connection.close()
    }
  },
}
