import { basename } from 'node:path'
import { writeLabFile } from '../../../core/lab/file'
import type { ImportFinding } from '../../../core/script/import/finding'
import { importScript } from '../../../core/script/import/import-script'
import { describeFinding } from '../../../core/text/import'
import { type CliCommand, writeJson } from '../command'
import { boundedText } from '../file-text'

export const importLab: CliCommand = {
  name: 'import',
  positionals: ['FILE'],
  options: {},
  async run(invocation) {
    const { io, text, locale, positionals } = invocation
    const file = positionals[0] ?? ''
    const { lab, findings } = importScript(await boundedText(file, invocation), labNameOf(file))
    const yaml = writeLabFile(lab)
    if (invocation.json) {
      const told = findings.map((finding) => ({ ...withoutParams(finding), ...describeFinding(finding, locale) }))
      writeJson(io, { lab: lab.name, yaml, findings: told })
    } else {
      io.out(yaml)
      for (const finding of findings) {
        const { message, suggestion } = describeFinding(finding, locale)
        io.err(`${file}:${finding.line}: ${text[finding.severity]}: ${message}\n    ${suggestion}\n`)
      }
    }
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0
  },
}

function withoutParams({ line, code, severity }: ImportFinding) {
  return { line, code, severity }
}

/** A lab's name made of the file's, as far as it can be one. */
function labNameOf(file: string): string {
  const stem = basename(file).replace(/\.[^.]*$/, '')
  return stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}
