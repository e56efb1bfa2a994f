import { netnsOf } from '../../core/lab/view'
import { filtersInForce, rulesInForce } from '../../core/reach/rules'
import { tracePath } from '../../core/reach/trace'
import { describeStop, reachWords } from '../../core/text/reach'
import type { AgentConnection } from '../machines/connection'
import { observeAnew } from '../machines/observe-once'
import type { Invocation } from './command'

/**
 * Why a ping had no answer, by the kernel's own tables as they are now: where its way ends, and the rules on it that may have stopped it. Empty
 * when nothing is known. It uses the connection up. `address`: what the target was resolved to.
 */
export async function whyUnanswered(
  connection: AgentConnection,
  lab: string,
  node: string,
  address: string,
  { locale }: Pick<Invocation, 'locale'>,
): Promise<string> {
  const { state, applied } = await observeAnew(connection)
  const drawn = applied[lab]
  if (!drawn) return ''
  const trace = tracePath(state, { from: netnsOf(drawn, node), to: address }, rulesInForce(state), filtersInForce(state))
  const reasons = [...(trace.stop ? [trace.stop] : []), ...trace.doubts]
  if (reasons.length === 0) return ''
  const lines = reasons.map((reason) => {
    const { message, suggestion } = describeStop(reason, locale)
    return `  ${message}\n    ${suggestion}\n`
  })
  return `${reachWords(locale).known}\n${lines.join('')}`
}
