'use client'

import { type ReactNode, useEffect } from 'react'
import type { AppliedRun } from '../../core/protocol/applied-runs'
import type { MachineKind } from '../../core/protocol/socket'
import { useText } from '../i18n/text'
import { durationText } from '../plan/ApplyOutcome'
import { errnoOf, errnoWords } from '../plan/kernelWords'
import { CodeView } from '../script/CodeView'
import { useCopy } from '../script/useCopy'
import { Button } from '../ui/Button'
import { runKey, useLogStore } from './logStore'
import { meaningText, useLogText, whoText } from './logText'
import { OutcomeIcon } from './OutcomeIcon'

/** One run: what became of it in plain words, who it was, and its commands to read and to copy. */
export function RunDetail({ lab, run, you }: { lab: string; run: AppliedRun; you: string }) {
  const t = useLogText()
  const { whole, fetch } = useLogStore()
  useEffect(() => void fetch(lab, run), [lab, run, fetch])
  const took = run.ended === undefined ? undefined : Math.max(0, Date.parse(run.ended) - Date.parse(run.at))
  return (
    <>
      <div className="shrink-0 space-y-2 px-4 pt-3 pb-2">
        <h3 className="flex items-center gap-2 font-semibold">
          <OutcomeIcon outcome={run.outcome} />
          {t.outcome[run.outcome]}
        </h3>
        <p>{meaningText(run, t)}</p>
        {run.error !== undefined && <Failure error={run.error} machine={run.machine} />}
        <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
          <Fact name={t.who}>{whoText(run, you, t)}</Fact>
          <Fact name={t.machine}>{t.machines[run.machine]}</Fact>
          <Fact name={t.began}>
            <time dateTime={run.at} className="tnum font-mono">
              {new Date(run.at).toLocaleString('sv-SE')}
            </time>
          </Fact>
          {took !== undefined && run.steps !== undefined && (
            <Fact name={t.took}>
              <span className="tnum">{durationText(took)}</span>
            </Fact>
          )}
        </dl>
      </div>
      {run.steps !== undefined && <Commands whole={whole.get(runKey(run))} />}
    </>
  )
}

function Failure({ error, machine }: { error: string; machine: MachineKind }) {
  const t = useLogText()
  const words = useText().panels.plan
  const known = errnoOf(error)
  return (
    <div className="rounded-md bg-bad-wash px-2.5 py-1.5">
      <p>
        {t.said} <span className="break-words font-mono text-xs">{error}</span>
      </p>
      {known && <p>{errnoWords(known, machine, words)}</p>}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** `whole`: undefined until it is fetched, null when the log does not have it any more. */
function Commands({ whole }: { whole: AppliedRun | null | undefined }) {
  const t = useLogText()
  const [copied, copy] = useCopy(t)
  if (whole === undefined) return <p className="px-4 text-ink-2">{t.loading}</p>
  if (whole === null) return <p className="px-4 text-ink-2">{t.goneSince}</p>
  if (!whole.commands) return <p className="px-4 text-ink-2">{t.notWritten}</p>
  const text = whole.commands.join('\n')
  return (
    <>
      <div className="flex shrink-0 items-center gap-3 border-line border-t py-1.5 pr-3 pl-4">
        <h4 className="text-ink-2">{t.commands}</h4>
        <p className="min-w-0 grow truncate text-ink-2 text-xs">{copied === 'failed' && t.copyFailed}</p>
        <Button disabled={text === ''} onClick={() => void copy(text)}>
          {copied === 'yes' ? t.copied : t.copy}
        </Button>
      </div>
      {/* In a low drawer all of it scrolls, rather than that the commands have no room. */}
      <div className="flex min-h-28 grow flex-col">
        <CodeView text={text} language="bash" label={t.commands} />
      </div>
    </>
  )
}
