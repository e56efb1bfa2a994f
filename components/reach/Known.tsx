'use client'

import { describeStop } from '../../core/text/reach'
import { useText } from '../i18n/text'
import { useLab, useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import type { ProbeRun } from '../state/probeStore'
import { useLocale } from '../state/viewStore'
import { later } from '../ui/later'
import { followRun } from './follow'
import { Way } from './Way'

// Only on this computer itself are there rules and settings of others.
const Findings = later(() => import('../host/Findings').then((module) => module.Findings))

interface KnownProps {
  run: ProbeRun
  /** What the target was resolved to. */
  address: string
  /** True when nothing came back: then the cause is said, as far as it is known. */
  failed: boolean
}

/** The way of a run's packets by the kernel's tables as they are now, and, when nothing came back, why. */
export function Known({ run, address, failed }: KnownProps) {
  const t = useText().panels.reach
  const locale = useLocale()
  const lab = useLab()
  const applied = useLabStore((store) => store.applied)
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const state = useMachineStore((machine) => machine.state)
  if (!state || !applied) return null
  const { trace, request, reply } = followRun(run, address, lab, applied, state)
  const { stop } = trace
  const words = stop && describeStop(stop, locale)
  return (
    <div className="space-y-2">
      {failed && onHost && <Findings why />}
      {failed && (
        <div className="rounded-md bg-bad-wash px-2.5 py-2 text-sm">
          <h4 className="text-ink-2 text-xs">{t.known}</h4>
          {words ? (
            <>
              <p>{words.message}</p>
              <p className="mt-1 text-ink-2 text-xs">{words.suggestion}</p>
            </>
          ) : (
            <p>{t.unexplained}</p>
          )}
        </div>
      )}
      <div>
        <Way label={t.path} elements={request} stopped={stop?.direction === 'request'} stopText={t.stopsHere} />
        <Way label={t.pathBack} elements={reply} stopped={stop?.direction === 'reply'} stopText={t.stopsHere} />
      </div>
    </div>
  )
}
