import type { OpName } from '../../../core/plan/ops'
import type { Plan } from '../../../core/plan/plan'
import type { ToldPlan } from '../../../core/protocol/agent'

/** What a client is told of a plan: every step where there are at most `list`, else how many of each kind. */
export function toldPlan({ steps }: Plan, list: number): ToldPlan {
  const counts = new Map<OpName, number>()
  for (const { op } of steps) counts.set(op.op, (counts.get(op.op) ?? 0) + 1)
  return {
    counts: [...counts].map(([op, count]) => ({ op, count })),
    ...(steps.length <= list ? { steps: steps.map(({ op, action, reason }) => ({ op, action, reason })) } : {}),
  }
}

/** The same without words, for who has its own: what is to be done, and how much is in the way. */
export function planSummary({ id, steps, conflicts }: Plan) {
  return { id, ops: steps.map(({ op }) => op), conflicts: conflicts.length }
}
