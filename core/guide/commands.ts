import type { Lab } from '../lab/schema'
import { netnsOf } from '../lab/view'
import { PlanDraft } from '../plan/draft'
import { kernelOf } from '../plan/kernel'
import type { Op } from '../plan/ops'
import { writePlan } from '../plan/plan-lab'
import { desiredOn } from '../plan/shared-host'
import { commandsOf, inside, type NatDialect } from '../script/commands'
import { blankMachine } from '../state/blank'
import { computerFor } from './computer'
import { formsOf } from './form'
import type { Guide, Probe, Server } from './guide'

/** A probe as one would type it: ping's, and with a port that of nc(1). */
function probeCommand({ from, to, port }: Probe, lab: Lab): string {
  const there = inside(netnsOf(lab, from))
  return port === undefined ? `${there}ping -c 2 ${to}` : `${there}nc -zv ${to} ${port}`
}

/** What one would type to have something listen. */
function serveCommand({ node, port }: Server, lab: Lab): string {
  return `${inside(netnsOf(lab, node))}nc -lk ${port}`
}

/**
 * The commands that each step stands for, in the steps' order: those of the plan from the lab as the step finds it to the lab as it
 * leaves it, on the kernel that the steps before it have made.
 *
 * @param example the complete lab, as it ships
 */
export function commandsOfSteps(guide: Guide, example: Lab, dialect: NatDialect): string[][] {
  const forms = formsOf(guide, example)
  const kernel = kernelOf(guide.machine === 'host' ? computerFor(example) : blankMachine)
  return guide.steps.map(({ action }, index) => {
    if (action?.kind === 'probe') return [probeCommand(action.probe, example)]
    if (action?.kind === 'serve') return [serveCommand(action.server, example)]
    if (action === undefined) return []
    const lab = forms[index + 1] ?? example
    // The draft's kernel takes each step, so the next one starts from it.
    const plan = writePlan(new PlanDraft(desiredOn(lab, kernel), kernel))
    return plan.steps.flatMap(({ op }) => commandsOf(op, { dialect, marks: false, lab: lab.name }))
  })
}

/** The commands that cause a fault in this lab behind its back: what its machine is told to run. Our NAT tables are nft's, one a lab. */
export function commandsOfFault(ops: readonly Op[], lab: string): string[] {
  return ops.flatMap((op) => commandsOf('lab' in op ? { ...op, lab } : op, { dialect: 'nft', marks: false, lab }))
}
