'use client'

import { useEffect, useRef } from 'react'
import { useText } from '../i18n/text'
import { type PingRun, useProbeStore } from '../state/probeStore'
import { Badge, type BadgeTone } from '../ui/Badge'
import { Button } from '../ui/Button'
import { Known } from './Known'
import { msText, outcomeOf, type PingOutcome, type PingRow } from './outcome'
import { useProbeErrorText } from './probeError'
import { RoundTrips } from './RoundTrips'

const TONES: Record<PingOutcome['verdict'], BadgeTone> = {
  running: 'accent',
  reached: 'ok',
  unsteady: 'warn',
  'not-reached': 'bad',
  stopped: 'plain',
}

/** The verdict of a ping in a word. */
export function Verdict({ outcome }: { outcome: PingOutcome }) {
  const t = useText().panels.reach
  const words: Record<PingOutcome['verdict'], string> = {
    running: t.running,
    reached: t.allAnswered,
    unsteady: t.someAnswered,
    'not-reached': t.noneAnswered,
    stopped: t.cancelled,
  }
  return <Badge tone={TONES[outcome.verdict]}>{words[outcome.verdict]}</Badge>
}

/** One ping: its replies as they come, their times as a line, its way, and why nothing came back. */
export function PingView({ run }: { run: PingRun }) {
  const t = useText().panels.reach
  const errorText = useProbeErrorText()
  const outcome = outcomeOf(run)
  const { answered, settled, rtt, verdict } = outcome
  const failed = settled > 0 || verdict === 'not-reached' ? answered === 0 : false
  return (
    <div className="grid gap-x-6 gap-y-3 px-3 py-3 @2xl:grid-cols-[minmax(0,1fr)_minmax(18rem,1fr)]">
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2">
          <h3 className="min-w-0 truncate font-medium text-sm">{t.title(run.node, run.target)}</h3>
          <Verdict outcome={outcome} />
          {run.status === 'running' && (
            <Button className="ml-auto h-6" onClick={() => useProbeStore.getState().cancel(run.id)}>
              {t.stop}
            </Button>
          )}
        </div>
        {outcome.command && <p className="truncate font-mono text-ink-3 text-xs">{outcome.command}</p>}
        {run.error && <p className="mt-1 text-bad">{errorText(run.error)}</p>}
        {outcome.rows.length === 0 && run.status === 'running' && <p className="mt-2 text-ink-2">{t.waiting}</p>}
        {outcome.rows.length > 0 && <Replies rows={outcome.rows} />}
      </div>
      <div className="min-w-0 space-y-2">
        {outcome.samples.length > 0 && <RoundTrips samples={outcome.samples} room={run.count} />}
        {settled > 0 && (
          <p className="tnum text-sm">
            {t.summary(settled, answered)}
            {rtt && <span className="block text-ink-2 text-xs">{t.rtt(msText(rtt.min), msText(rtt.avg), msText(rtt.max))}</span>}
          </p>
        )}
        {outcome.address && <Known run={run} address={outcome.address} failed={failed} />}
      </div>
    </div>
  )
}

/** The replies, the newest in sight as long as the reader has not scrolled back. */
function Replies({ rows }: { rows: readonly PingRow[] }) {
  const t = useText().panels.reach
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row is what moves the end.
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [rows.length])
  return (
    <div
      ref={box}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 8
      }}
      className="mt-2 max-h-64 overflow-auto"
    >
      <table className="tnum w-full max-w-130 text-left font-mono text-xs">
        <thead className="font-sans text-ink-3">
          <tr>
            <th className="w-12 pr-3 text-right font-normal">{t.seq}</th>
            <th className="w-20 pr-6 text-right font-normal">{t.time}</th>
            <th className="pr-3 font-normal">{t.fromHost}</th>
            <th className="w-12 text-right font-normal">{t.ttl}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Reply key={row.seq ?? `error ${index}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Reply({ row }: { row: PingRow }) {
  const t = useText().panels.reach
  return (
    <tr className="leading-5">
      <td className="pr-3 text-right text-ink-3">{row.seq ?? ''}</td>
      {row.kind === 'reply' ? (
        <>
          <td className="whitespace-nowrap pr-6 text-right">{t.times(msText(row.ms))}</td>
          <td className="pr-3">{row.from}</td>
          <td className="text-right text-ink-2">{row.ttl}</td>
        </>
      ) : (
        <td colSpan={3} className="pl-6 text-bad">
          {row.kind === 'lost' ? t.noReply : `${row.from ? `${row.from}: ` : ''}${row.text}`}
        </td>
      )}
    </tr>
  )
}
