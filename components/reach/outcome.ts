import type { PingEvent } from '../../core/protocol/agent'
import type { PingRun } from '../state/probeStore'
import type { Sample } from './sparkline'

/** One line of a ping's table. */
export type PingRow =
  | { kind: 'reply'; seq: number; from: string; ttl: number; ms: number }
  | { kind: 'lost'; seq: number }
  | { kind: 'error'; seq?: number; from?: string; text: string }

/** What a run of pings says so far. */
export interface PingOutcome {
  /** The command line as run. */
  command?: string
  /** What the target was resolved to. */
  address?: string
  rows: PingRow[]
  /** By sequence number, from 1; null where nothing came back. */
  samples: Sample[]
  answered: number
  /** How many have been answered or given up. */
  settled: number
  rtt?: { min: number; avg: number; max: number }
  verdict: 'running' | 'reached' | 'unsteady' | 'not-reached' | 'stopped'
}

/**
 * Reads a run's events. A reply that comes after its time-out was reported still counts as a reply; a sequence number counts
 * once, whatever was said about it.
 */
export function outcomeOf(run: PingRun): PingOutcome {
  const bySeq = new Map<number, PingRow>()
  const loose: PingRow[] = []
  let start: Extract<PingEvent, { kind: 'start' }> | undefined
  let summary: Extract<PingEvent, { kind: 'summary' }> | undefined
  for (const event of run.events) {
    switch (event.kind) {
      case 'start':
        start = event
        break
      case 'summary':
        summary = event
        break
      case 'reply':
        bySeq.set(event.seq, event)
        break
      case 'timeout':
        if (!bySeq.has(event.seq)) bySeq.set(event.seq, { kind: 'lost', seq: event.seq })
        break
      case 'error':
        if (event.seq === undefined) loose.push(event)
        else if (bySeq.get(event.seq)?.kind !== 'reply') bySeq.set(event.seq, event)
        break
    }
  }
  if (summary) for (let seq = 1; seq <= summary.sent; seq++) if (!bySeq.has(seq)) bySeq.set(seq, { kind: 'lost', seq })
  const rows = [...bySeq.entries()].sort(([a], [b]) => a - b).map(([, row]) => row)
  const times = rows.flatMap((row) => (row.kind === 'reply' ? [row.ms] : []))
  const last = Math.max(0, ...bySeq.keys())
  const samples: Sample[] = []
  for (let seq = 1; seq <= last; seq++) {
    const row = bySeq.get(seq)
    samples.push(row?.kind === 'reply' ? row.ms : null)
  }
  return {
    command: start?.command,
    address: start?.address,
    rows: [...rows, ...loose],
    samples,
    answered: times.length,
    settled: rows.length,
    rtt: summary?.rtt ?? rttOf(times),
    verdict: verdictOf(run, times.length, rows.length),
  }
}

function verdictOf(run: PingRun, answered: number, settled: number): PingOutcome['verdict'] {
  if (run.status === 'running') return 'running'
  if (answered > 0 && answered === settled) return 'reached'
  if (answered > 0) return 'unsteady'
  return run.status === 'cancelled' ? 'stopped' : 'not-reached'
}

function rttOf(times: readonly number[]): PingOutcome['rtt'] {
  if (times.length === 0) return undefined
  const sum = times.reduce((total, ms) => total + ms, 0)
  return { min: Math.min(...times), avg: sum / times.length, max: Math.max(...times) }
}

/** A round trip in milliseconds with three significant digits and a steady width, such as `0.061` or `12.3`. */
export function msText(ms: number): string {
  if (ms < 10) return ms.toFixed(3)
  return ms < 100 ? ms.toFixed(1) : String(Math.round(ms))
}
