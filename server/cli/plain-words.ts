import type { Locale } from '../../core/text/locale'
import { describeMachineProblem } from '../../core/text/machines'
import { sentence } from '../../core/text/sentence'
import { describeStoreProblem } from '../../core/text/store'
import { LabProblem } from '../labs/problem'
import { AgentRefusal, MachineUnavailable } from '../machines/problem'
import { CliError } from './command'

/** An error that the user can act on, in the user's language; undefined for one that nobody foresaw. */
export function plainWords(error: unknown, locale: Locale): { code?: string; message: string; suggestion?: string } | undefined {
  if (error instanceof MachineUnavailable) return { code: error.problem.code, ...describeMachineProblem(error.problem, locale) }
  if (error instanceof AgentRefusal) return { code: error.error.code, message: error.message }
  if (error instanceof LabProblem) return { code: error.code, ...describeStoreProblem(error.code, error.message, locale) }
  if (error instanceof CliError) return { message: error.message }
  return undefined
}

/** Any error as one line of what goes on beside the command: what went wrong, and what to do about it where that is known. */
export function warningText(error: unknown, locale: Locale): string {
  const { message, suggestion } = plainWords(error, locale) ?? { message: error instanceof Error ? error.message : String(error) }
  return suggestion === undefined ? message : `${sentence(message, locale)}${suggestion}`
}
