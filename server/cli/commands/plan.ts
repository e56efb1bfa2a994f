import { planLab } from '../../../core/plan/plan-lab'
import { blankMachine } from '../../../core/state/blank'
import { observeOnce } from '../../machines/observe-once'
import { type CliCommand, choice, writeJson } from '../command'
import { readSoundLab } from '../lab-file'
import { presentMachine } from '../machine'
import { conflictsText, planJson, planText } from '../print-plan'

export const plan: CliCommand = {
  name: 'plan',
  positionals: ['FILE'],
  options: { dialect: { type: 'string', value: 'nft|iptables', words: 'dialect' } },
  async run(invocation) {
    const { io, text } = invocation
    const dialect = choice(invocation, 'dialect', ['nft', 'iptables'])
    const lab = await readSoundLab(invocation)
    if (!lab) return 1
    // Without a machine the plan is the one for the blank sandbox that apply would start.
    const connection = await presentMachine(invocation, lab.name)
    const found = planLab(lab, connection ? (await observeOnce(connection)).state : blankMachine)
    if (invocation.json) {
      writeJson(io, planJson(found, lab, dialect, invocation))
    } else {
      io.out(planText(found, lab, dialect, invocation))
      io.err(conflictsText(found, invocation))
      io.err(`${found.steps.length === 0 ? text.nothingToDo : text.stepsToDo(found.steps.length)}\n`)
    }
    if (found.conflicts.length > 0) return 1
    return found.steps.length === 0 ? 0 : 2
  },
}
