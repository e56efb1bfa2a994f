import { useEffect } from 'react'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { useLocale } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'

const READING = 6000

/** Why the last edit was refused, long enough to be read. */
export function Notice() {
  const notice = useCanvasStore((canvas) => canvas.notice)
  const locale = useLocale()
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => useCanvasStore.getState().set({ notice: null }), READING)
    return () => clearTimeout(timer)
  }, [notice])
  if (!notice) return null
  const { message, suggestion } = describeDiagnostic(notice, locale)
  return (
    <div className="nl-notice" role="status">
      {message}
      {suggestion && <span>{suggestion}</span>}
    </div>
  )
}
