'use client'

import { RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useErrorText } from '../i18n/errorText'
import { useLabStore } from '../state/labStore'
import { IconButton } from '../ui/Button'
import { runKey, useLogStore } from './logStore'
import { useLogText } from './logText'
import { RunDetail } from './RunDetail'
import { RunList } from './RunList'

/** Several things are told of one apply; the log is read once they are. */
const SETTLE_MS = 200

/** Who applied what of this lab, when, on which machine, with which commands, and how that ended. */
export function LogPanel() {
  const t = useLogText()
  const name = useLabStore((store) => store.name)
  const machine = useLabStore((store) => store.machine)
  const result = useLabStore((store) => store.lastResult)
  const applied = useLabStore((store) => store.applied)
  const store = useLogStore()
  const said = useErrorText()
  const { refresh, error, you } = store
  const runs = store.lab === name ? store.runs : null
  const [chosen, setChosen] = useState<string | null>(null)
  const isFirst = runs === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what these three tell of is in the log.
  useEffect(() => {
    if (!name) return
    const timer = setTimeout(() => void refresh(name), isFirst ? 0 : SETTLE_MS)
    return () => clearTimeout(timer)
  }, [name, machine, result, applied, refresh, isFirst])

  if (!runs || !name) return <p className="px-3 py-4 text-ink-2">{error ? t.failed(said(error)) : t.loading}</p>
  const run = runs.find((one) => runKey(one) === chosen)
  return (
    <div className="flex h-full min-h-0 flex-col">
      {error && <p className="px-3 pt-2 text-bad text-xs">{t.failed(said(error))}</p>}
      {store.closed && <Closed lab={name} />}
      {runs.length === 0 ? (
        <p className="px-3 py-4 text-ink-2">{t.empty}</p>
      ) : (
        <div className="flex min-h-0 grow">
          <div className="flex w-88 shrink-0 flex-col border-line border-r max-[1199px]:w-72">
            <RunList runs={runs} you={you} chosen={chosen} onChoose={setChosen} />
            <div className="flex min-h-8 shrink-0 items-center border-line border-t pr-1 pl-3">
              <p className="min-w-0 grow text-ink-3 text-xs">{store.more && t.more(runs.length)}</p>
              <IconButton label={t.again} side="top" onClick={() => void refresh(name)}>
                <RotateCw size={14} />
              </IconButton>
            </div>
          </div>
          <div className="flex min-w-0 grow flex-col overflow-auto">
            {run ? <RunDetail key={chosen} lab={name} run={run} you={you} /> : <p className="px-4 py-4 text-ink-2">{t.choose}</p>}
          </div>
        </div>
      )}
    </div>
  )
}

function Closed({ lab }: { lab: string }) {
  const t = useLogText()
  return (
    <p className="shrink-0 border-line border-b bg-sunken px-3 py-1.5 text-ink-2 text-xs">
      {t.closed} <code className="font-mono text-ink">sudo netloom log {lab} --machine host</code>
    </p>
  )
}
