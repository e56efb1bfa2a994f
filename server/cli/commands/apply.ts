import { userInfo } from 'node:os'
import type { ApplyProgress, ToldPlan } from '../../../core/protocol/agent'
import type { AgentConnection } from '../../machines/connection'
import { startMachine } from '../../machines/machines'
import { openSandbox } from '../../machines/sandbox'
import { type CliCommand, choice, type Invocation, wholeNumber, writeJson } from '../command'
import { boundedText, labNameIn } from '../file-text'
import { machineKind } from '../machine'
import { StatusLine } from '../status-line'

export const apply: CliCommand = {
  name: 'apply',
  positionals: ['FILE'],
  options: {
    dialect: { type: 'string', value: 'nft|iptables', words: 'dialect' },
    'confirm-within': { type: 'string', value: 'SECONDS', words: 'confirmWithin' },
  },
  async run(invocation) {
    const { io, text, json } = invocation
    const dialect = choice(invocation, 'dialect', ['nft', 'iptables'])
    const source = await boundedText(invocation.positionals[0] ?? '', invocation)
    const machine = machineKind(invocation)
    const within = wholeNumber(invocation, 'confirm-within', { min: 1, max: 3600, otherwise: 0 })
    const confirmWithin = within > 0 && machine === 'host' ? within : undefined
    const opening = machine === 'sandbox' ? await openEarly(source) : undefined
    // What it takes to read a file is loaded, and the file read, while the sandbox starts.
    const [{ soundLab }, { LISTED_STEPS, appliedJson, appliedText }, { LoggedApply }] = await Promise.all([
      import('../lab-file'),
      import('../apply-report'),
      import('../../machines/logged-apply'),
      // What talks to the sandbox is loaded when it listens, and then somebody waits.
      import('../../machines/connection'),
    ])
    const lab = soundLab(source, invocation)
    if (opening && opening.lab !== lab?.name) await opening.leave()
    if (!lab) return 1
    let about = {}
    if (machine === 'host') {
      const { findingsJson, findingsText, hostFindings } = await import('../findings')
      const findings = await hostFindings(lab)
      if (json) about = { findings: findingsJson(findings, invocation) }
      else io.err(findingsText(findings, invocation))
    }
    const status = new StatusLine(io)
    status.show(machine === 'host' ? text.startingHost : text.starting(lab.name))
    const connection = await (opening?.lab === lab.name ? opening.connect() : startMachine(machine, lab.name, 'root'))
    try {
      let plan: ToldPlan | undefined
      const actor = userInfo().username
      const logged = new LoggedApply(machine, lab.name, actor)
      const list = json ? Number.MAX_SAFE_INTEGER : LISTED_STEPS
      const stream = connection.stream({ type: 'apply', lab, actor, list, confirmWithin }, (frame) => {
        if (frame.type === 'steps') {
          plan = frame.plan
          logged.started(plan)
        } else if (frame.type === 'progress') status.show(progressText(frame.progress, invocation))
      })
      const { result } = await stream.done
      status.clear()
      await logged.ended(result)
      if (json) writeJson(io, { ...appliedJson(result, plan, lab, dialect), ...about })
      else appliedText(result, plan, lab, dialect, invocation)
      if (result.outcome !== 'applied') return 1
      if (result.confirmWithin === undefined) return 0
      return (await import('../ask-to-keep')).askToKeep(connection, lab.name, result.confirmWithin, invocation)
    } finally {
      status.clear()
      connection.close()
    }
  },
}

/** A sandbox on its way for a file that is still to be read. */
interface Opening {
  lab: string
  connect: () => Promise<AgentConnection>
  /** The file turned out to be no reason for it: it ends, unless it is of use to somebody. */
  leave: () => Promise<void>
}

async function openEarly(source: string): Promise<Opening | undefined> {
  const lab = labNameIn(source)
  if (lab === undefined) return undefined
  // A machine that does not start is told of after a file that cannot be applied.
  const opened = await openSandbox(lab).catch((error: unknown) => () => Promise.reject(error))
  return {
    lab,
    connect: opened,
    async leave() {
      const connection = await opened().catch(() => undefined)
      if (!connection) return
      await connection.request({ type: 'leave' })
      await connection.closed
    },
  }
}

function progressText(progress: ApplyProgress, { text }: Invocation): string {
  if (progress.phase === 'verifying') return text.verifying
  if (progress.phase === 'undoing') return text.undoing
  return text.progress(progress.done, progress.total)
}
