import type { Lab } from '../../../core/lab/schema'
import type { Plan } from '../../../core/plan/plan'
import { observeOnce } from '../../machines/observe-once'
import { type CliCommand, choice, type Invocation, writeJson } from '../command'
import { findingsJson, findingsText, hostFindings } from '../findings'
import { readSoundLab } from '../lab-file'
import { machineKind, presentMachine } from '../machine'
import { conflictsText, lossesText, planJson, stepsText } from '../print-plan'

export const plan: CliCommand = {
  name: 'plan',
  positionals: ['FILE'],
  options: { dialect: { type: 'string', value: 'nft|iptables', words: 'dialect' } },
  async run(invocation) {
    const { io, text } = invocation
    const dialect = choice(invocation, 'dialect', ['nft', 'iptables'])
    const lab = await readSoundLab(invocation)
    if (!lab) return 1
    const found = await planOf(lab, invocation)
    const findings = machineKind(invocation) === 'host' ? await hostFindings(lab) : []
    if (invocation.json) {
      const about = machineKind(invocation) === 'host' ? { findings: findingsJson(findings, invocation) } : {}
      writeJson(io, { ...planJson(found, lab, dialect, invocation), ...about })
    } else {
      io.out(stepsText(found.steps, lab, dialect, invocation))
      io.err(conflictsText(found, invocation))
      io.err(lossesText(found, invocation))
      io.err(findingsText(findings, invocation))
      io.err(`${found.steps.length === 0 ? text.nothingToDo : text.stepsToDo(found.steps.length)}\n`)
    }
    if (found.conflicts.length > 0) return 1
    return found.steps.length === 0 ? 0 : 2
  },
}

/** The plan for the lab's machine; without one, for the blank sandbox that apply would start. */
async function planOf(lab: Lab, invocation: Invocation): Promise<Plan> {
  const connection = await presentMachine(invocation, lab.name)
  if (connection) {
    // The agent has the state at hand. All of it is sent only when there is something to say about it.
    const { plan } = await connection.request({ type: 'plan', lab })
    if (plan.ops.length === 0 && plan.conflicts === 0) {
      connection.close()
      return { id: plan.id, lab: lab.name, steps: [], conflicts: [] }
    }
  }
  const state = connection && (await observeOnce(connection)).state
  const { planLab, planUnstarted } = await import('../../../core/plan/plan-lab')
  return state ? planLab(lab, state) : planUnstarted(lab)
}
