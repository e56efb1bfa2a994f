'use client'

import { useEffect, useState } from 'react'
import { useText } from '../i18n/text'
import { type ProbeRun, useProbeStore } from '../state/probeStore'
import { Button } from '../ui/Button'
import { classes } from '../ui/classes'
import { outcomeOf } from './outcome'
import { PingView, Verdict } from './PingView'
import { ProbeForm } from './ProbeForm'
import { TcpVerdict, TcpView } from './TcpView'

/** Pings and connection checks: the newest one in full, the earlier ones to come back to. */
export function ReachPanel() {
  const t = useText().panels.reach
  const runs = useProbeStore((store) => store.runs)
  const [chosen, setChosen] = useState<string | null>(null)
  const newest = runs[runs.length - 1]
  const [seen, setSeen] = useState(newest?.id)
  // A new run is what the reader wants to see next.
  if (newest?.id !== seen) {
    setSeen(newest?.id)
    setChosen(null)
  }
  const shown = runs.find((run) => run.id === chosen) ?? newest
  useEffect(() => leavePath, [])
  return (
    <div className="flex min-h-full flex-col">
      <ProbeForm />
      <div className="flex min-h-0 grow">
        <div className="@container min-w-0 grow" aria-live="polite" aria-atomic="false">
          {!shown && <p className="px-3 py-4 text-ink-2">{t.empty}</p>}
          {shown && (shown.kind === 'ping' ? <PingView key={shown.id} run={shown} /> : <TcpView key={shown.id} run={shown} />)}
        </div>
        {runs.length > 1 && shown && <Earlier runs={runs} shown={shown.id} onChoose={setChosen} />}
      </div>
    </div>
  )
}

/** The way of a ping that has ended stays lit only as long as its panel is open. */
function leavePath(): void {
  const { runs, path, setPath } = useProbeStore.getState()
  const run = runs.find((one) => one.id === path?.run)
  if (path && run?.status !== 'running') setPath(null)
}

function Earlier({ runs, shown, onChoose }: { runs: readonly ProbeRun[]; shown: string; onChoose(id: string): void }) {
  const t = useText().panels.reach
  return (
    <aside className="w-56 shrink-0 border-line border-l px-2 py-2 max-lg:w-44">
      <div className="flex h-6 items-center justify-between pl-1.5">
        <h3 className="text-ink-2 text-xs">{t.earlier}</h3>
        <Button look="quiet" className="h-6 px-1.5 text-ink-2 text-xs" onClick={() => useProbeStore.getState().clear()}>
          {t.clear}
        </Button>
      </div>
      <ul>
        {runs.toReversed().map((run) => (
          <li key={run.id}>
            <button
              type="button"
              aria-pressed={run.id === shown}
              onClick={() => onChoose(run.id)}
              className={classes(
                'flex h-7 w-full min-w-0 items-center gap-1.5 rounded-md px-1.5 text-left text-xs hover:bg-hovered',
                run.id === shown && 'bg-sunken',
              )}
            >
              <span className="min-w-0 grow truncate">
                {t.title(run.node, run.kind === 'tcp' ? `${run.target} :${run.port}` : run.target)}
              </span>
              {run.kind === 'ping' ? <Verdict outcome={outcomeOf(run)} /> : <TcpVerdict run={run} />}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}
