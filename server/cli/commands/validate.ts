import { type CliCommand, writeJson } from '../command'
import { problemJson, problemLines, readLabFile } from '../lab-file'

export const validate: CliCommand = {
  name: 'validate',
  positionals: ['FILE'],
  options: {},
  async run(invocation) {
    const { io, text } = invocation
    const { file, diagnostics } = await readLabFile(invocation)
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    if (invocation.json) {
      writeJson(io, { problems: diagnostics.map((diagnostic) => problemJson(diagnostic, invocation)) })
    } else {
      for (const diagnostic of diagnostics) io.out(problemLines(file, diagnostic, invocation))
      const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
      io.err(`${diagnostics.length === 0 ? text.noProblems(file) : text.problems(errors, warnings)}\n`)
    }
    return errors > 0 ? 1 : 0
  },
}
