import type { AgentError } from '../../core/protocol/agent'
import { describeMachineProblem, type MachineProblem } from '../../core/text/machines'

/** A machine that cannot be started or reached. `message` is English; `describeMachineProblem(error.problem, locale)` has the rest. */
export class MachineUnavailable extends Error {
  override readonly name = 'MachineUnavailable'
  readonly problem: MachineProblem

  constructor(code: MachineProblem['code'], params: MachineProblem['params'] = {}) {
    const problem = { code, params }
    const { message, suggestion } = describeMachineProblem(problem, 'en')
    super(`${message}. ${suggestion}`)
    this.problem = problem
  }
}

/** The agent understood the request and said no. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal'

  constructor(readonly error: AgentError) {
    super(error.message)
  }
}

/** The error for what an agent refused: with words in the reader's language where the remedy is the reader's. */
export function refusalOf(error: AgentError): AgentRefusal | MachineUnavailable {
  return error.code === 'waiting' ? new MachineUnavailable('change-waits', { lab: error.lab ?? '' }) : new AgentRefusal(error)
}
