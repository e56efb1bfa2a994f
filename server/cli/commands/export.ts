import { bashScript } from '../../../core/script/bash'
import { type CliCommand, choice, writeJson } from '../command'
import { readSoundLab } from '../lab-file'

export const exportLab: CliCommand = {
  name: 'export',
  positionals: ['FILE'],
  options: {
    format: { type: 'string', value: 'bash', words: 'format' },
    dialect: { type: 'string', value: 'nft|iptables', words: 'dialect' },
  },
  async run(invocation) {
    const format = choice(invocation, 'format', ['bash'])
    const dialect = choice(invocation, 'dialect', ['nft', 'iptables'])
    const lab = await readSoundLab(invocation)
    if (!lab) return 1
    const script = bashScript(lab, { dialect, locale: invocation.locale })
    if (invocation.json) writeJson(invocation.io, { lab: lab.name, format, dialect, script })
    else invocation.io.out(script)
    return 0
  },
}
