'use client'

import { useText } from '../i18n/text'
import type { TcpRun } from '../state/probeStore'
import { Badge } from '../ui/Badge'
import { Known } from './Known'
import { msText } from './outcome'
import { useProbeErrorText } from './probeError'
import { isRejected, useFollowed } from './useFollowed'

/** One connection check and what it tells. */
export function TcpView({ run }: { run: TcpRun }) {
  const t = useText().panels.reach
  const errorText = useProbeErrorText()
  const { result } = run
  const where = result ? hostPort(result.address, run.port) : ''
  const rejected = isRejected(useFollowed(run, result?.address))
  const told = result?.outcome === 'refused' && rejected ? 'rejected' : result?.outcome
  const words = result && told && (told === 'connected' ? t.tcp.connected(where, msText(result.ms)) : t.tcp[told](where))
  return (
    <div className="grid gap-x-6 gap-y-3 px-3 py-3 @2xl:grid-cols-[minmax(0,1fr)_minmax(18rem,1fr)]">
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2">
          <h3 className="min-w-0 truncate font-medium text-sm">{t.title(run.node, hostPort(run.target, run.port))}</h3>
          <TcpVerdict run={run} />
        </div>
        {words && <p className="mt-1">{words}</p>}
        {result?.text && <p className="break-words font-mono text-ink-3 text-xs">{result.text}</p>}
        {run.error && <p className="mt-1 text-bad">{errorText(run.error)}</p>}
      </div>
      {result && (
        <div className="min-w-0">
          <Known
            run={run}
            address={result.address}
            failed={result.outcome === 'timeout' || result.outcome === 'unreachable'}
            refused={result.outcome === 'refused'}
          />
        </div>
      )}
    </div>
  )
}

/** The verdict of a check in a word. */
export function TcpVerdict({ run }: { run: TcpRun }) {
  const t = useText().panels.reach
  if (run.status === 'running') return <Badge tone="accent">{t.running}</Badge>
  if (run.status === 'cancelled') return <Badge>{t.cancelled}</Badge>
  const outcome = run.result?.outcome ?? 'error'
  // A refusal came from the machine that was asked: it is reached, and that is news as good as bad.
  const tone = outcome === 'connected' ? 'ok' : outcome === 'refused' ? 'warn' : 'bad'
  return <Badge tone={tone}>{t.tcpVerdicts[outcome]}</Badge>
}

/** An address and a port as one text; IPv6 in brackets (RFC 3986). */
function hostPort(host: string, port: number): string {
  return host.split(':').length > 2 ? `[${host}]:${port}` : `${host}:${port}`
}
