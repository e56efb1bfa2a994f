import type { Lab } from '../../../core/lab/schema'
import type { Plan } from '../../../core/plan/plan'
import { labDigest } from '../../lab-digest'
import type { AgentConnection } from '../../machines/connection'
import { AgentRefusal } from '../../machines/problem'
import { findSandbox } from '../../machines/sandbox'
import { type CliCommand, choice, type Invocation, writeJson } from '../command'
import { boundedText, labNameIn } from '../file-text'
import { machineKind, presentMachine } from '../machine'

export const plan: CliCommand = {
  name: 'plan',
  positionals: ['FILE'],
  options: { dialect: { type: 'string', value: 'nft|iptables', words: 'dialect' } },
  async run(invocation) {
    const { io, text, positionals } = invocation
    const dialect = choice(invocation, 'dialect', ['nft', 'iptables'])
    const source = await boundedText(positionals[0] ?? '', invocation)
    const early = await readEarly(source, invocation)
    try {
      const [{ soundLab }, { plainLab }] = await Promise.all([import('../lab-file'), import('../../../core/lab/file')])
      const plain = plainLab(source)
      // A plan can be made of any lab, and changes nothing: it is on its way while the lab is checked.
      const planning = early && plain?.name === early.lab ? askForPlan(plain, early.connection, early.reading) : undefined
      planning?.catch(() => undefined)
      const lab = soundLab(source, invocation, plain)
      if (!lab) return 1
      const found = await planOf(lab, planning, early?.connection, invocation)
      const host = machineKind(invocation) === 'host' ? await import('../findings') : undefined
      const findings = (await host?.hostFindings(lab)) ?? []
      if (invocation.json) {
        const { planJson } = await import('../print-plan')
        const about = host && { findings: host.findingsJson(findings, invocation) }
        writeJson(io, { ...planJson(found, lab, dialect, invocation), ...about })
      } else {
        if (found.steps.length + found.conflicts.length > 0) {
          const { conflictsText, lossesText, stepsText } = await import('../print-plan')
          io.out(stepsText(found.steps, lab, dialect, invocation))
          io.err(conflictsText(found, invocation))
          io.err(lossesText(found, invocation))
        }
        if (host) io.err(host.findingsText(findings, invocation))
        io.err(`${found.steps.length === 0 ? text.nothingToDo : text.stepsToDo(found.steps.length)}\n`)
      }
      if (found.conflicts.length > 0) return 1
      return found.steps.length === 0 ? 0 : 2
    } finally {
      early?.connection.close()
    }
  },
}

/** A sandbox that reads itself anew while the file is read. */
interface Early {
  lab: string
  connection: AgentConnection
  /** Whether it could. */
  reading: Promise<boolean>
}

/** By the name that the file most likely gives its lab. Not on this computer itself, whose agent has to know first which containers are meant. */
async function readEarly(source: string, invocation: Invocation): Promise<Early | undefined> {
  const lab = machineKind(invocation) === 'sandbox' ? labNameIn(source) : undefined
  if (lab === undefined) return undefined
  // What is wrong with the machine is told of after what is wrong with the file.
  const connection = await findSandbox(lab).catch(() => undefined)
  if (!connection) return undefined
  const reading = connection.request({ type: 'read' }).then(
    () => true,
    () => false,
  )
  return { lab, connection, reading }
}

/** The agent's plan where there is nothing to do; undefined where there is, which is then planned here, with the reasons that the agent does not send. */
async function askForPlan(lab: Lab, connection: AgentConnection, reading?: Promise<boolean>): Promise<Plan | undefined> {
  // Asked for at once: the agent comes to it after the reading, whatever we are busy with by then.
  const first = await agentsPlan(lab, connection, reading === undefined)
  const plan = reading === undefined || (await reading) ? first : await agentsPlan(lab, connection, true)
  return plan.ops.length === 0 && plan.conflicts === 0 ? { id: plan.id, lab: lab.name, steps: [], conflicts: [] } : undefined
}

/** The lab is sent to an agent that has not applied it as it is now, or that an older Netloom started, which does not know of digests. */
async function agentsPlan(lab: Lab, connection: AgentConnection, fresh: boolean) {
  const asked = connection.request({ type: 'plan-applied', lab: lab.name, digest: labDigest(lab), fresh })
  const { plan } = await asked.catch((error: unknown) => {
    if (error instanceof AgentRefusal && error.error.code === 'bad-request') return { plan: undefined }
    throw error
  })
  return plan ?? (await connection.request({ type: 'plan', lab, fresh })).plan
}

/** The plan for the lab's machine; without one, for the blank sandbox that apply would start. */
async function planOf(
  lab: Lab,
  planning: Promise<Plan | undefined> | undefined,
  early: AgentConnection | undefined,
  invocation: Invocation,
): Promise<Plan> {
  const connection = (planning && early) ?? (await presentMachine(invocation, lab.name))
  try {
    // The agent has the state at hand. All of it is sent only when there is something to say about it.
    const nothing = connection && (await (planning ?? askForPlan(lab, connection)))
    if (nothing) return nothing
    const [{ planLab, planUnstarted }, { observeOnce }] = await Promise.all([
      import('../../../core/plan/plan-lab'),
      import('../../machines/observe-once'),
    ])
    return connection ? planLab(lab, (await observeOnce(connection)).state) : planUnstarted(lab)
  } finally {
    connection?.close()
  }
}
