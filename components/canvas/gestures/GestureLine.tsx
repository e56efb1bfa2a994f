import { ViewportPortal } from '@xyflow/react'
import { createPortal } from 'react-dom'
import { describeDiagnostic } from '../../../core/text/describe-diagnostic'
import { useText } from '../../i18n/text'
import { useLocale } from '../../state/viewStore'
import { curveToPoint } from '../model/path'
import { useGestureStore } from './gestureStore'

/** The line that is being drawn, and beside the pointer what letting it go would do, or why it cannot be done. */
export function GestureLine() {
  const { gesture, from, to, client, over, verdicts, moved } = useGestureStore()
  const t = useText().canvas
  const locale = useLocale()
  if (!gesture) return null
  // Where the line starts it is not refused before it has been anywhere.
  const still = over === gesture.from && !moved
  const verdict = over === null || still ? undefined : verdicts.get(over)
  const refused = verdict && !verdict.ok
  const wordsOf = () => {
    if (over === null) return null
    if (verdict?.ok !== false) {
      return gesture.kind === 'reconnect' ? t.gesture.reconnect(over) : t.gesture[gesture.kind](gesture.from, over)
    }
    if (verdict.refused) return describeDiagnostic(verdict.refused, locale)
    // Nothing is wrong with it: a link's end is held over the node that it is on already.
    return over === gesture.from ? null : t.gesture.there(over)
  }
  const words = still ? null : wordsOf()
  return (
    <>
      {from && to && (
        <ViewportPortal>
          <svg className="nl-gesture" data-gesture={gesture.kind} data-refused={refused || undefined} aria-hidden="true">
            <path d={curveToPoint(from, to).d} />
            <circle cx={from.x} cy={from.y} r="4" />
            <circle cx={to.x} cy={to.y} r="4" />
          </svg>
        </ViewportPortal>
      )}
      {words &&
        client &&
        createPortal(
          <div
            className="nl-pointer-words"
            data-refused={refused || undefined}
            role="status"
            style={{ left: client.x + 16, top: client.y + 20 }}
          >
            {typeof words === 'string' ? words : words.message}
            {typeof words !== 'string' && words.suggestion && <span>{words.suggestion}</span>}
          </div>,
          document.body,
        )}
    </>
  )
}
