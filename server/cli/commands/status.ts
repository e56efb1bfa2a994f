import type { Lab } from '../../../core/lab/schema'
import { driftOf } from '../../../core/plan/drift'
import type { Orphans } from '../../../core/plan/orphans'
import type { Drift } from '../../../core/plan/plan'
import type { Recovery } from '../../../core/protocol/agent'
import type { MachineKind } from '../../../core/protocol/socket'
import { type Owned, ownedBy } from '../../../core/state/owned'
import type { MachineState } from '../../../core/state/state'
import { hostText } from '../../../core/text/host'
import { describeDrift } from '../../../core/text/reasons'
import { startHost } from '../../machines/host'
import { observeAnew } from '../../machines/observe-once'
import { findSandbox, sandboxLabs } from '../../machines/sandbox'
import { type CliCommand, CliError, type Invocation, writeJson } from '../command'
import { labArgument, machineKind } from '../machine'
import { orphansOn, orphansText } from '../orphans'

interface LabStatus {
  name: string
  machine: MachineKind
  applied: boolean
  drift: Drift[]
  owned: Owned
}

/** What there is to say about the host beyond its labs. */
interface HostStatus {
  labs: LabStatus[]
  orphans: Orphans
  recovered?: Recovery
}

export const status: CliCommand = {
  name: 'status',
  positionals: ['[NAME]'],
  options: {},
  async run(invocation) {
    const { io, text } = invocation
    const asked = invocation.positionals.length > 0 ? labArgument(invocation) : undefined
    const host = machineKind(invocation) === 'host' ? await hostStatus() : undefined
    const all = host?.labs ?? (await sandboxes(asked))
    const labs = all.filter(({ name }) => asked === undefined || name === asked)
    if (asked !== undefined && labs.length === 0) throw new CliError(text.notRunning(asked))
    if (invocation.json) {
      const beyond = host && { orphans: host.orphans, recovered: host.recovered ?? null }
      writeJson(io, { labs: labs.map((lab) => labJson(lab, invocation)), ...beyond })
    } else {
      if (labs.length === 0) io.out(`${host ? text.nothingRunsOnHost : text.nothingRuns}\n`)
      for (const lab of labs) {
        io.out(labText(lab, invocation))
        // In a sandbox all there is is the lab's; among the things of others it is worth a list.
        if (host || asked !== undefined) io.out(ownedText(lab, invocation))
      }
      if (host) io.out(orphansText(host.orphans, invocation))
      if (host?.recovered) io.err(`${recoveredText(host.recovered, invocation)}\n`)
    }
    return labs.some(({ drift }) => drift.length > 0) || (host?.orphans.labs.length ?? 0) > 0 ? 2 : 0
  },
}

async function sandboxes(asked: string | undefined): Promise<LabStatus[]> {
  const found = await Promise.all((asked === undefined ? await sandboxLabs() : [asked]).map(sandboxStatus))
  return found.filter((lab) => lab !== undefined)
}

/** Undefined when the lab's machine does not run: a socket may outlive its agent. */
async function sandboxStatus(name: string): Promise<LabStatus | undefined> {
  const connection = await findSandbox(name)
  if (!connection) return undefined
  const { state, applied } = await observeAnew(connection)
  return labStatus(name, 'sandbox', applied[name], state)
}

async function hostStatus(): Promise<HostStatus> {
  const connection = await startHost('root')
  try {
    const orphans = await orphansOn(connection)
    const { recovered } = connection.hello
    const { state, applied } = await observeAnew(connection)
    const labs = Object.entries(applied).map(([name, lab]) => labStatus(name, 'host', lab, state))
    return { labs, orphans, ...(recovered && { recovered }) }
  } finally {
    connection.close()
  }
}

function labStatus(name: string, machine: MachineKind, lab: Lab | undefined, state: MachineState): LabStatus {
  return { name, machine, applied: lab !== undefined, drift: lab ? driftOf(lab, state) : [], owned: ownedBy(name, state) }
}

function recoveredText({ lab, undone, error }: Recovery, { locale }: Invocation): string {
  const words = hostText(locale)
  return undone ? words.undone(lab) : words.notUndone(lab, error ?? '')
}

function labJson({ name, machine, applied, drift, owned }: LabStatus, { locale }: Invocation) {
  return {
    name,
    machine,
    applied,
    inSync: drift.length === 0,
    drift: drift.map((difference) => ({ ...difference, message: describeDrift(difference, locale) })),
    owned,
  }
}

function labText({ name, applied, drift }: LabStatus, { locale, text }: Invocation): string {
  if (!applied) return `${text.nothingApplied(name)}\n`
  if (drift.length === 0) return `${text.inSync(name)}\n`
  return `${text.drifted(name, drift.length)}\n${drift.map((difference) => `  ${describeDrift(difference, locale)}\n`).join('')}`
}

function ownedText({ owned }: LabStatus, { locale }: Invocation): string {
  const words = hostText(locale).owned
  return Object.entries(owned)
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `  ${words[what as keyof typeof owned]}: ${names.join(' ')}\n`)
    .join('')
}
