'use client'

import type { WireError } from '../../core/protocol/socket'
import { describeMachineProblem } from '../../core/text/machines'
import { useLocale } from '../state/viewStore'

/** What could not be done, why, and what to do about it where that is known. */
export function WhyNot({ what, error }: { what: string; error: WireError }) {
  const locale = useLocale()
  const why = error.problem && describeMachineProblem(error.problem, locale)
  return (
    <div role="alert">
      <p className="text-bad">
        {what}
        {why ? `: ${why.message}` : error.text && <span className="font-mono text-xs"> {error.text}</span>}
      </p>
      {why && <p className="mt-1">{why.suggestion}</p>}
    </div>
  )
}
