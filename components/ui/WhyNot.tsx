'use client'

import type { WireError } from '../../core/protocol/socket'
import { describeMachineProblem } from '../../core/text/machines'
import { useText } from '../i18n/text'
import { OFFLINE } from '../state/socket'
import { useLocale } from '../state/viewStore'

/** What could not be done, why, and what to do about it where that is known. Where nobody answered, it may have been done. */
export function WhyNot({ what, error }: { what: string; error: WireError }) {
  const locale = useLocale()
  const { offline } = useText().shell.applyFailed
  const why = error.problem && describeMachineProblem(error.problem, locale)
  if (error.text === OFFLINE)
    return (
      <p role="alert" className="text-bad">
        {offline}
      </p>
    )
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
