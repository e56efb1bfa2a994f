import type { Lab } from '../../core/lab/schema'
import { lossesOf } from '../../core/plan/losses'
import type { Plan, Step, StepAction } from '../../core/plan/plan'
import type { ToldStep } from '../../core/protocol/agent'
import type { NatDialect } from '../../core/script/commands'
import { commandsOfStep } from '../../core/script/commands'
import { describeDiagnostic } from '../../core/text/diagnostics'
import { describeLosses } from '../../core/text/losses'
import { describeReason } from '../../core/text/reasons'
import type { Invocation } from './command'

const SIGN: Readonly<Record<StepAction, string>> = { create: '+', change: '~', delete: '-' }

/** The exact commands of a step, as the plan panel and the script show them. */
export function stepCommands(step: Pick<Step, 'op' | 'action'>, lab: Lab, dialect: NatDialect): string[] {
  return commandsOfStep(step, { dialect, marks: true, lab: lab.name })
}

/** Each step: what it does, its commands, its reason behind the first. */
export function stepsText(steps: readonly ToldStep[], lab: Lab, dialect: NatDialect, { locale }: Invocation): string {
  return steps
    .map((step) => {
      const [first = '', ...rest] = stepCommands(step, lab, dialect)
      const reason = describeReason(step.reason, locale)
      return [`${SIGN[step.action]} ${first}`, ...rest.map((command) => `  ${command}`), `      ${reason}`].join('\n')
    })
    .map((step) => `${step}\n`)
    .join('')
}

/** The plan as JSON shows it. */
export function planJson(plan: Plan, lab: Lab, dialect: NatDialect, { locale }: Invocation) {
  return {
    lab: plan.lab,
    id: plan.id,
    steps: plan.steps.map((step) => ({
      action: step.action,
      commands: stepCommands(step, lab, dialect),
      reason: describeReason(step.reason, locale),
      op: step.op,
      elements: step.elements,
    })),
    conflicts: plan.conflicts.map((conflict) => ({
      code: conflict.code,
      ...describeDiagnostic(conflict, locale),
      element: conflict.element,
    })),
    losses: lossesOf(plan.steps),
  }
}

/** What would not come back exactly if the plan were applied and taken back; empty where all would. */
export function lossesText(plan: Plan, { locale }: Invocation): string {
  const words = describeLosses(lossesOf(plan.steps), locale)
  return words ? `${words.title}\n${words.lines.map((line) => `  ${line}\n`).join('')}` : ''
}

/** What is in the way, a line each; empty when nothing is. */
export function conflictsText(plan: Plan, { locale, text }: Invocation): string {
  if (plan.conflicts.length === 0) return ''
  const lines = plan.conflicts.map((conflict) => {
    const { message, suggestion } = describeDiagnostic(conflict, locale)
    return `  ${message}\n      ${suggestion}\n`
  })
  return `${text.conflicts}\n${lines.join('')}`
}
