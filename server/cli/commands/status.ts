import { driftOf } from '../../../core/plan/drift'
import type { Drift } from '../../../core/plan/plan'
import { describeDrift } from '../../../core/text/reasons'
import { observeOnce } from '../../machines/observe-once'
import { findSandbox, sandboxLabs } from '../../machines/sandbox'
import { type CliCommand, CliError, type Invocation, writeJson } from '../command'
import { labArgument } from '../machine'

interface LabStatus {
  name: string
  machine: 'sandbox'
  applied: boolean
  drift: Drift[]
}

export const status: CliCommand = {
  name: 'status',
  positionals: ['[NAME]'],
  options: {},
  async run(invocation) {
    const { io, text } = invocation
    const asked = invocation.positionals.length > 0 ? labArgument(invocation) : undefined
    const found = (await Promise.all((asked === undefined ? await sandboxLabs() : [asked]).map(statusOf))).filter(
      (lab) => lab !== undefined,
    )
    if (asked !== undefined && found.length === 0) throw new CliError(text.notRunning(asked))
    if (invocation.json) {
      writeJson(io, { labs: found.map((lab) => labJson(lab, invocation)) })
    } else {
      if (found.length === 0) io.out(`${text.nothingRuns}\n`)
      for (const lab of found) io.out(labText(lab, invocation))
    }
    return found.some(({ drift }) => drift.length > 0) ? 2 : 0
  },
}

/** Undefined when the lab's machine does not run: a socket may outlive its agent. */
async function statusOf(name: string): Promise<LabStatus | undefined> {
  const connection = await findSandbox(name)
  if (!connection) return undefined
  const { state, applied } = await observeOnce(connection)
  const lab = applied[name]
  return { name, machine: 'sandbox', applied: lab !== undefined, drift: lab ? driftOf(lab, state) : [] }
}

function labJson({ name, machine, applied, drift }: LabStatus, { locale }: Invocation) {
  return {
    name,
    machine,
    applied,
    inSync: drift.length === 0,
    drift: drift.map((difference) => ({ ...difference, message: describeDrift(difference, locale) })),
  }
}

function labText({ name, applied, drift }: LabStatus, { locale, text }: Invocation): string {
  if (!applied) return `${text.nothingApplied(name)}\n`
  if (drift.length === 0) return `${text.inSync(name)}\n`
  return `${text.drifted(name, drift.length)}\n${drift.map((difference) => `  ${describeDrift(difference, locale)}\n`).join('')}`
}
