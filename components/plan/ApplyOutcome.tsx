'use client'

import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { ApplyFailure, ApplyProgress, ApplyResult } from '../../core/protocol/agent'
import { commandsOf } from '../../core/script/commands'
import { useText } from '../i18n/text'
import { ElementButton } from '../inspector/ElementButton'
import { elementName } from '../inspector/elementName'
import { present } from '../inspector/present'
import { useLab, useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { IconButton } from '../ui/Button'
import { classes } from '../ui/classes'
import { errnoOf, errnoWords } from './kernelWords'

/** How far an apply is, in one line and one bar. */
export function ApplyBar({ progress }: { progress: ApplyProgress }) {
  const t = useText().panels.plan
  const words =
    progress.phase === 'verifying'
      ? t.verifying
      : progress.phase === 'undoing'
        ? t.undoing
        : t.running(progress.done, progress.total)
  const share = progress.total === 0 ? 100 : (progress.done / progress.total) * 100
  return (
    <div className="border-line border-b px-3 py-2" role="status">
      <p className={classes('tnum text-sm', progress.phase === 'undoing' && 'text-bad')}>{words}</p>
      <div
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={progress.total}
        aria-valuenow={progress.done}
        className="mt-1 h-1 overflow-hidden rounded-full bg-sunken"
      >
        <div className={classes('h-full', progress.phase === 'undoing' ? 'bg-bad' : 'bg-ok')} style={{ width: `${share}%` }} />
      </div>
    </div>
  )
}

/** What came of the last apply; a failure stays until it is dismissed. `elements`: those of the step that failed. */
export function ApplyOutcome({ result, elements = [] }: { result: ApplyResult; elements?: readonly ElementRef[] }) {
  const t = useText().panels.plan
  switch (result.outcome) {
    case 'applied':
      return (
        <Notice tone="ok">
          <p className="flex items-start gap-2">
            <Check size={16} className="mt-0.5 shrink-0 text-ok" aria-hidden="true" />
            <span>{t.applied(result.steps, durationText(result.milliseconds))}</span>
          </p>
        </Notice>
      )
    case 'stale':
      return <Notice tone="warn">{t.stale}</Notice>
    case 'refused':
      return <Notice tone="warn">{result.reason === 'waiting' ? t.refused.waiting(result.lab) : t.refused[result.reason]}</Notice>
    case 'failed':
      return (
        <Notice tone="bad">
          <Failure failure={result.failure} elements={elements} />
        </Notice>
      )
  }
}

function Failure({ failure, elements }: { failure: ApplyFailure; elements: readonly ElementRef[] }) {
  const t = useText().panels.plan
  const words = useText().panels.inspector
  const document = useLab()
  const lab = document.name
  const dialect = useViewStore((view) => view.dialect)
  const errno = errnoOf(failure.error)
  const machine = useLabStore((store) => store.machine.kind)
  const command = (op: NonNullable<ApplyFailure['op']>) => commandsOf(op, { dialect, marks: false, lab }).join('\n')
  return (
    <div className="space-y-1.5">
      <p className="flex flex-wrap items-center gap-x-3">
        <span className="font-semibold text-bad">
          {failure.step === undefined ? t.failedVerify : t.failedStep(failure.step + 1)}
        </span>
        {elements
          .filter((element) => present(document, [element]).length > 0)
          .map((element) => (
            <ElementButton key={elementKey(element)} element={element}>
              <span className="font-mono">{elementName(document, element, words.anySource)}</span>
            </ElementButton>
          ))}
      </p>
      {failure.op && <Code>{command(failure.op)}</Code>}
      <p className="text-ink-2">
        {t.kernelSaid} <span className="break-words font-mono text-ink text-xs">{failure.error}</span>
      </p>
      {errno && <p>{errnoWords(errno, machine, t)}</p>}
      {failure.remaining && failure.remaining.length > 0 && (
        <div>
          <p className="text-ink-2">{t.remaining}</p>
          <Code>{failure.remaining.slice(0, 12).map(command).join('\n')}</Code>
        </div>
      )}
      {failure.undone ? (
        <p>{t.undone}</p>
      ) : (
        <p className="text-bad">
          {t.notUndone} <span className="break-words font-mono text-xs">{failure.undoError}</span>
        </p>
      )}
    </div>
  )
}

function Code({ children }: { children: ReactNode }) {
  return (
    <code className="block whitespace-pre-wrap break-words rounded-md bg-surface px-2 py-1 font-mono text-xs">{children}</code>
  )
}

const WASHES = { ok: '', warn: 'bg-warn-wash', bad: 'bg-bad-wash' }

function Notice({ tone, children }: { tone: keyof typeof WASHES; children: ReactNode }) {
  const t = useText().panels.plan
  return (
    <div
      role={tone === 'ok' ? 'status' : 'alert'}
      className={classes('flex items-start gap-2 border-line border-b px-3 py-2 text-sm', WASHES[tone])}
    >
      <div className="min-w-0 grow">{children}</div>
      <IconButton label={t.dismiss} side="left" className="-my-1" onClick={() => useLabStore.getState().forgetResult()}>
        <X size={14} />
      </IconButton>
    </div>
  )
}

/** A duration as a person reads it: `43 ms`, `2.4 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}
