'use client'

import { useEffect } from 'react'
import type { WireError } from '../../core/protocol/socket'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { describeMachineProblem } from '../../core/text/machines'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useMissingStore } from '../state/missingStore'
import { useOutsideStore } from '../state/outsideStore'
import { OFFLINE, onOpening, reconnectNow, useConnection } from '../state/socket'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { later } from '../ui/later'
import { Spared } from '../ui/Spared'
import { Strip } from './Strip'

const HostNotices = later(() => import('../host/HostNotices').then((module) => module.HostNotices))
const OutsideNotice = later(() => import('../history/OutsideNotice').then((module) => module.OutsideNotice))

/**
 * What must be said about the page as a whole: lost connection, a refused edit, a failed apply. Lies over the page's upper edge, so that
 * nothing moves when it comes and goes.
 */
export function Notices() {
  const onHost = useLabStore((store) => store.status === 'ready' && store.machine.kind === 'host')
  return (
    <div className="pointer-events-none fixed inset-x-0 top-13 z-30 flex flex-col items-center gap-2 px-28">
      {onHost && (
        <Spared>
          <HostNotices />
        </Spared>
      )}
      <ConnectionNotice />
      <MissingNotice />
      <ChooseNotice />
      <FileNotice />
      <ApplyNotice />
      <RefusalNotice />
    </div>
  )
}

function ConnectionNotice() {
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

/** Something did not open, because it never came from the server. */
function MissingNotice() {
  const t = useText().shell
  const { missing, dismiss } = useMissingStore()
  // A connection that is open again is a reason to try again, and what did not open is then no news any more.
  useEffect(() => onOpening(dismiss), [dismiss])
  if (!missing) return null
  return (
    <Strip tone="warn" onDismiss={dismiss} dismissLabel={t.refused.dismiss}>
      {t.problem.notFetched}
    </Strip>
  )
}

function ChooseNotice() {
  const { host, shell } = useText()
  const locale = useLocale()
  const error = useLabStore((store) => store.chooseError)
  const dismiss = useLabStore((store) => store.forgetChoice)
  if (!error) return null
  const { code, problem } = error
  const words = code === 'applied-here' || code === 'busy' ? host.refused[code] : host.refused.other
  const why = problem && describeMachineProblem(problem, locale)
  return (
    <Strip tone="bad" onDismiss={dismiss} dismissLabel={shell.refused.dismiss}>
      {words} {why?.message}
      {why && <span className="block">{why.suggestion}</span>}
    </Strip>
  )
}

/** Seldom, and with much to say: its words come with it. */
function FileNotice() {
  const isOutside = useOutsideStore((store) => store.outside !== null)
  if (!isOutside) return null
  return (
    <Spared>
      <OutsideNotice />
    </Spared>
  )
}

function ApplyNotice() {
  const t = useText().shell
  const error = useLabStore((store) => store.applyError)
  const result = useLabStore((store) => store.lastResult)
  const dismiss = useLabStore((store) => store.forgetResult)
  // The plan panel says it itself, beside the steps.
  const inPlan = useViewStore((view) => view.drawer === 'plan')
  const text = error ? errorText(error, t.applyFailed) : inPlan ? null : resultText(result, t.applyFailed)
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
  const dismiss = useLabStore((store) => store.forgetRefusal)
  const id = refusal?.id
  useEffect(() => {
    if (id === undefined) return
    const timer = setTimeout(dismiss, 8000)
    return () => clearTimeout(timer)
  }, [id, dismiss])
  if (!refusal) return null
  const { problem, diagnostics, step, text } = refusal
  const words = diagnostics.map((one) => describeDiagnostic(one, locale).message)
  const isOvertaken = problem === 'conflict' || problem === 'stale'
  const reason = isOvertaken ? t[step ?? 'conflict'] : problem === 'invalid' ? t.invalid : t.other
  return (
    <Strip tone="warn" onDismiss={dismiss} dismissLabel={t.dismiss}>
      {words.length > 0 ? words.join(' ') : reason}
      {text && reason === t.other && words.length === 0 && <span className="font-mono text-xs"> {text}</span>}
    </Strip>
  )
}

type Words = ReturnType<typeof useText>['shell']['applyFailed']

function errorText({ code, text }: WireError, t: Words): string {
  // It may well have been applied: the agent goes on without the page.
  if (text === OFFLINE) return t.offline
  if (code === 'stale' || code === 'conflict') return t.stale
  if (code === 'invalid' || code === 'busy' || code === 'not-running' || code === 'machine-unavailable') return t[code]
  return t.other
}

function resultText(result: ReturnType<typeof useLabStore.getState>['lastResult'], t: Words): string | null {
  if (result?.outcome === 'stale') return t.stale
  if (result?.outcome !== 'refused') return null
  return result.reason === 'waiting' ? t.waiting(result.lab) : t[result.reason]
}
