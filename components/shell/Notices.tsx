'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import type { WireError } from '../../core/protocol/socket'
import { describeDiagnostic } from '../../core/text/diagnostics'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { OFFLINE, reconnectNow, useConnection } from '../state/socket'
import { useLocale } from '../state/viewStore'
import { Button, IconButton } from '../ui/Button'
import { classes } from '../ui/classes'

/** What must be said about the page as a whole, in one strip under the top bar: lost connection, a refused edit, a failed apply. */
export function Notices() {
  return (
    <>
      <ConnectionNotice />
      <ApplyNotice />
      <RefusalNotice />
    </>
  )
}

/** Also in the gallery, which has nothing else to say. */
export function ConnectionNotice() {
  const t = useText().shell.connection
  const { status, attempts } = useConnection()
  const unsaved = useLabStore((store) => store.unsaved)
  if (status === 'open' || (status === 'connecting' && attempts === 0)) return null
  const refused = status === 'refused'
  return (
    <Strip tone={refused ? 'bad' : 'warn'} actions={!refused && <Button onClick={reconnectNow}>{t.retry}</Button>}>
      {refused ? t.refused : status === 'connecting' ? t.connecting : t.reconnecting}
      {unsaved > 0 && <span className="tnum font-medium"> {t.unsaved(unsaved)}</span>}
    </Strip>
  )
}

function ApplyNotice() {
  const t = useText().shell
  const error = useLabStore((store) => store.applyError)
  const result = useLabStore((store) => store.lastResult)
  const dismiss = useLabStore((store) => store.forgetResult)
  const text = error ? errorText(error, t.applyFailed) : resultText(result, t.applyFailed)
  if (!text) return null
  return (
    <Strip tone="bad" onDismiss={dismiss} dismissLabel={t.refused.dismiss}>
      {text}
      {error?.text && error.text !== OFFLINE && <span className="font-mono text-xs"> {error.text}</span>}
    </Strip>
  )
}

function RefusalNotice() {
  const t = useText().shell.refused
  const locale = useLocale()
  const refusal = useLabStore((store) => store.refusal)
  const dismiss = useLabStore((store) => store.forgetResult)
  const id = refusal?.id
  useEffect(() => {
    if (id === undefined) return
    const timer = setTimeout(dismiss, 8000)
    return () => clearTimeout(timer)
  }, [id, dismiss])
  if (!refusal) return null
  const { problem, diagnostics } = refusal
  const words = diagnostics.map((one) => describeDiagnostic(one, locale).message)
  const text = problem === 'conflict' || problem === 'stale' ? t.conflict : problem === 'invalid' ? t.invalid : t.other
  return (
    <Strip tone="warn" onDismiss={dismiss} dismissLabel={t.dismiss}>
      {words.length > 0 ? words.join(' ') : text}
    </Strip>
  )
}

type Words = ReturnType<typeof useText>['shell']['applyFailed']

function errorText({ code }: WireError, t: Words): string {
  if (code === 'stale' || code === 'conflict') return t.stale
  if (code === 'invalid' || code === 'busy' || code === 'not-running' || code === 'machine-unavailable') return t[code]
  return t.other
}

function resultText(result: ReturnType<typeof useLabStore.getState>['lastResult'], t: Words): string | null {
  if (result?.outcome === 'stale') return t.stale
  return result?.outcome === 'refused' ? t[result.reason] : null
}

interface StripProps {
  tone: 'warn' | 'bad'
  actions?: ReactNode
  onDismiss?: () => void
  dismissLabel?: string
  children: ReactNode
}

function Strip({ tone, actions, onDismiss, dismissLabel, children }: StripProps) {
  return (
    <div
      role="status"
      className={classes(
        'relative z-10 flex min-h-9 shrink-0 items-center gap-3 border-line border-b px-3 py-1',
        tone === 'bad' ? 'bg-bad-wash text-bad' : 'bg-warn-wash text-warn',
      )}
    >
      <p className="min-w-0 grow">{children}</p>
      {actions}
      {onDismiss && (
        <IconButton label={dismissLabel ?? ''} onClick={onDismiss}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  )
}
