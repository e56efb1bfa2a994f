import { TriangleAlert } from 'lucide-react'
import { elementKey } from '../../../core/lab/element'
import { useText } from '../../i18n/text'
import { useDiagnosticsOf, useDriftOf, usePlanMark } from '../../state/derived'
import { useNodeTrouble } from './useNodeTrouble'

/** In a node's head: what Apply would do to it, what is wrong with it, and whether it was changed behind our back. */
export function NodeMarks({ node }: { node: string }) {
  const t = useText().canvas
  const key = elementKey({ kind: 'node', node })
  const mark = usePlanMark(key)
  const drift = useDriftOf(key)
  const own = useDiagnosticsOf(key)
  const { problems, errors } = useNodeTrouble(node)
  const count = Math.max(problems, own.length)
  return (
    <>
      {drift.length > 0 && (
        <span className="nl-mark nl-mark-drift" title={t.drifted}>
          ≠
        </span>
      )}
      {mark && mark !== 'create' && <span className="nl-mark" data-mark={mark} title={t.marks[mark]} />}
      {count > 0 && (
        <span className="nl-problems" data-severity={errors > 0 ? 'error' : 'warning'} title={t.problems(count)}>
          <TriangleAlert size={13} aria-hidden="true" />
          <span>{count}</span>
        </span>
      )}
    </>
  )
}
