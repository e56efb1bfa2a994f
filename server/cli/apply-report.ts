import type { Lab } from '../../core/lab/schema'
import type { ApplyFailure, ApplyResult, ToldPlan } from '../../core/protocol/agent'
import { commandsOf, type NatDialect } from '../../core/script/commands'
import type { Invocation } from './command'
import { stepCommands, stepsText } from './print-plan'

/** Up to so many steps are listed one by one; more are counted by kind. */
export const LISTED_STEPS = 80

/** The result of an apply as JSON shows it, with the commands where all steps are known. */
export function appliedJson(result: ApplyResult, plan: ToldPlan | undefined, lab: Lab, dialect: NatDialect) {
  if (result.outcome !== 'applied' || !plan?.steps) return { lab: lab.name, ...result }
  return { lab: lab.name, ...result, commands: plan.steps.flatMap((step) => stepCommands(step, lab, dialect)) }
}

/** Prints what an apply did, or why it did not. */
export function appliedText(
  result: ApplyResult,
  plan: ToldPlan | undefined,
  lab: Lab,
  dialect: NatDialect,
  invocation: Invocation,
): void {
  const { io, text } = invocation
  switch (result.outcome) {
    case 'applied':
      if (result.steps === 0) {
        io.out(`${text.nothingToDo}\n`)
        return
      }
      if (plan) io.out(plan.steps ? stepsText(plan.steps, lab, dialect, invocation) : countedText(plan))
      io.out(`${text.applied(lab.name, result.steps, (result.milliseconds / 1000).toFixed(2))}\n`)
      return
    case 'failed':
      io.err(failureText(result.failure, lab, dialect, invocation))
      return
    case 'stale':
      io.err(`${text.stale}\n`)
      return
    case 'refused':
      io.err(`${refusedText(result, invocation)}\n`)
  }
}

function refusedText(result: Extract<ApplyResult, { outcome: 'refused' }>, { text }: Invocation): string {
  if (result.reason === 'waiting') return text.refusedWaiting(result.lab)
  return { conflicts: text.refusedConflicts, invalid: text.refusedInvalid, busy: text.refusedBusy }[result.reason]
}

/** `  1000 × netns-add`. */
function countedText({ counts }: ToldPlan): string {
  return counts.map(({ op, count }) => `${String(count).padStart(6)} × ${op}\n`).join('')
}

/** Which step, the kernel's words, and how the way back went. */
function failureText(failure: ApplyFailure, lab: Lab, dialect: NatDialect, { text }: Invocation): string {
  const commands = (op: ApplyFailure['op']) => (op ? commandsOf(op, { dialect, marks: true, lab: lab.name }) : [])
  const lines = [`${text.applyFailed}: ${failure.error}`]
  if (failure.op) lines.push(`  ${text.failedStep((failure.step ?? 0) + 1, commands(failure.op).join(' && '))}`)
  if (failure.remaining) {
    lines.push(`  ${text.failedVerification}`)
    for (const op of failure.remaining) lines.push(...commands(op).map((command) => `    ${command}`))
  }
  lines.push(failure.undone ? text.undone : text.notUndone(failure.undoError ?? ''))
  return lines.map((line) => `${line}\n`).join('')
}
