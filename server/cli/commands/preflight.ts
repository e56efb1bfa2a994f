import { preflightWords } from '../../../core/text/preflight'
import { type CliCommand, writeJson } from '../command'
import { findingsJson, findingsText, hostFindings } from '../findings'
import { readSoundLab } from '../lab-file'

export const preflight: CliCommand = {
  name: 'preflight',
  positionals: ['FILE'],
  options: {},
  async run(invocation) {
    const { io, json, locale } = invocation
    const lab = await readSoundLab(invocation)
    if (!lab) return 1
    const findings = await hostFindings(lab)
    if (json) writeJson(io, { lab: lab.name, findings: findingsJson(findings, invocation) })
    else io.out(findings.length > 0 ? findingsText(findings, invocation) : `${preflightWords(locale).none}\n`)
    return findings.some(({ severity }) => severity === 'warning') ? 2 : 0
  },
}
