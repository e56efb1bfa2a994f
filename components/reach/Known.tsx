'use client'

import { describeStop } from '../../core/text/reach'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import type { ProbeRun } from '../state/probeStore'
import { useLocale } from '../state/viewStore'
import { later } from '../ui/later'
import { isRejected, useFollowed } from './useFollowed'
import { Way } from './Way'

// Only on this computer itself are there rules and settings of others.
const Findings = later(() => import('../host/Findings').then((module) => module.Findings))

/** Rules that may stop a packet are told up to this many: with more, the reader looks at the rules anyway. */
const MOST_DOUBTS = 3

interface KnownProps {
  run: ProbeRun
  /** What the target was resolved to. */
  address: string
  /** True when nothing came back: then the cause is said, as far as it is known. */
  failed: boolean
  /** True when somebody refused: a rule that does so is the cause, and without one nobody listens there. */
  refused?: boolean
}

/** The way of a run's packets by the kernel's tables as they are now, and, when nothing came back, why. */
export function Known({ run, address, failed, refused = false }: KnownProps) {
  const t = useText().panels.reach
  const locale = useLocale()
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const followed = useFollowed(run, address)
  if (!followed) return null
  const { trace, request, reply } = followed
  const { stop, doubts } = trace
  const rejected = refused && isRejected(followed)
  const [words, ...further] = [...(stop ? [stop] : []), ...doubts.slice(0, MOST_DOUBTS)].map((one) => describeStop(one, locale))
  return (
    <div className="space-y-2">
      {failed && onHost && <Findings why />}
      {(failed || rejected) && (
        <div className="rounded-md bg-bad-wash px-2.5 py-2 text-sm">
          <h4 className="text-ink-2 text-xs">{t.known}</h4>
          {words ? (
            <>
              <p className="break-words">{words.message}</p>
              <p className="mt-1 break-words text-ink-2 text-xs">{words.suggestion}</p>
            </>
          ) : (
            <p>{t.unexplained}</p>
          )}
          {further.length > 0 && (
            <ul className="mt-2 space-y-1 border-line border-t pt-2">
              {further.map(({ message, suggestion }) => (
                <li key={message}>
                  <p className="break-words">{message}</p>
                  <p className="break-words text-ink-2 text-xs">{suggestion}</p>
                </li>
              ))}
            </ul>
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
