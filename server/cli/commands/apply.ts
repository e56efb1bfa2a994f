import { userInfo } from 'node:os'
import type { Lab } from '../../../core/lab/schema'
import type { Plan } from '../../../core/plan/plan'
import { planLab } from '../../../core/plan/plan-lab'
import type { ApplyProgress } from '../../../core/protocol/agent'
import { blankMachine } from '../../../core/state/blank'
import type { MachineState } from '../../../core/state/state'
import { startMachine } from '../../machines/machines'
import { observeOnce } from '../../machines/observe-once'
import { appliedJson, appliedText } from '../apply-report'
import { type CliCommand, choice, type Invocation, writeJson } from '../command'
import { readSoundLab } from '../lab-file'
import { machineKind, presentMachine } from '../machine'
import { StatusLine } from '../status-line'

export const apply: CliCommand = {
  name: 'apply',
  positionals: ['FILE'],
  options: { dialect: { type: 'string', value: 'nft|iptables', words: 'dialect' } },
  async run(invocation) {
    const { io, text } = invocation
    const dialect = choice(invocation, 'dialect', ['nft', 'iptables'])
    const lab = await readSoundLab(invocation)
    if (!lab) return 1
    const status = new StatusLine(io)
    status.show(machineKind(invocation) === 'host' ? text.startingHost : text.starting(lab.name))
    const before = await stateBefore(lab, invocation)
    const connection = await startMachine(machineKind(invocation), lab.name, 'root')
    try {
      const stream = connection.stream({ type: 'apply', lab, actor: userInfo().username }, (frame) => {
        if (frame.type === 'progress') status.show(progressText(frame.progress, invocation))
      })
      // Planned here as well, while the agent works, to print what was done. It counts only if the agent's plan was the same.
      const planned: Plan = planLab(lab, before)
      const { result } = await stream.done
      status.clear()
      const done = 'planId' in result && result.planId === planned.id ? planned : undefined
      if (invocation.json) writeJson(io, appliedJson(result, done, lab, dialect))
      else appliedText(result, done, lab, dialect, invocation)
      return result.outcome === 'applied' ? 0 : 1
    } finally {
      status.clear()
      connection.close()
    }
  },
}

async function stateBefore(lab: Lab, invocation: Invocation): Promise<MachineState> {
  const running = await presentMachine(invocation, lab.name)
  return running ? (await observeOnce(running)).state : blankMachine
}

function progressText(progress: ApplyProgress, { text }: Invocation): string {
  if (progress.phase === 'verifying') return text.verifying
  if (progress.phase === 'undoing') return text.undoing
  return text.progress(progress.done, progress.total)
}
