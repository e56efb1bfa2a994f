import type { AgentError } from '../../core/protocol/agent'
import type { WireError } from '../../core/protocol/socket'
import { LabProblem } from '../labs/problem'
import { AgentRefusal, MachineUnavailable } from '../machines/problem'
import { MachineRefusal } from './machine'

/** What the agent refuses for a reason that the page has words for. */
const REFUSALS: Partial<Record<AgentError['code'], WireError['code']>> = {
  'not-allowed': 'not-allowed',
  limit: 'limit',
  'unknown-node': 'unknown-node',
  'unknown-console': 'unknown-console',
}

/** Any error as what goes over the wire; one that nobody foresaw is `failed`. */
export function wireError(error: unknown): WireError {
  const text = wordsOf(error)
  if (error instanceof LabProblem)
    return { code: error.code, text, ...(error.diagnostics ? { diagnostics: error.diagnostics } : {}) }
  if (error instanceof MachineRefusal) return { code: error.code, text }
  if (error instanceof MachineUnavailable) return { code: 'machine-unavailable', text, problem: error.problem }
  if (error instanceof AgentRefusal) return { code: REFUSALS[error.error.code] ?? 'failed', text }
  return { code: 'failed', text }
}

/** Whether an error is one of the answers above, and not a fault of ours that belongs in the log. */
export function isForeseen(error: unknown): boolean {
  return [LabProblem, MachineRefusal, MachineUnavailable, AgentRefusal].some((kind) => error instanceof kind)
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
