'use client'

import { RefreshCw } from 'lucide-react'
import { useEffect, useId } from 'react'
import { Contained } from '../shell/Contained'
import { Notices } from '../shell/Notices'
import { PageHead } from '../shell/PageHead'
import { whenOpen } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { Adopt } from './Adopt'
import { Findings } from './Findings'
import { useLookStore } from './lookStore'
import { useMachineText } from './machineText'
import { Picture } from './Picture'
import { Places } from './Places'

const SELECT =
  'h-7 min-w-0 max-w-60 rounded-md border border-line-strong bg-surface px-1.5 text-ink text-sm hover:border-ink-3 focus-visible:border-accent'

/** What is on this machine: found, drawn, searched, and taken into labs; never changed. */
export function MachineView() {
  const t = useMachineText()
  const error = useLookStore((store) => store.error)
  const hidden = useLookStore((store) => store.where === null && store.discovery?.limited === true)
  useEffect(() => {
    useViewStore.setState({ selection: [], hover: null, drawer: null, tool: 'select' })
    const stop = whenOpen(() => void useLookStore.getState().look())
    return () => {
      stop()
      useLookStore.getState().reset()
    }
  }, [])
  return (
    <div className="fixed inset-0 flex flex-col overflow-hidden">
      <PageHead back={t.back} title={t.title}>
        <Where />
        <Adopt />
      </PageHead>
      <Notices />
      <main className="flex min-h-0 grow flex-col">
        {hidden && <p className="shrink-0 border-line border-b bg-sunken px-4 py-1.5 text-ink-2 text-xs">{t.limited}</p>}
        {error && (
          <p role="alert" className="shrink-0 bg-bad-wash px-4 py-1.5 text-bad">
            {error.code === 'not-running' ? t.gone : t.failed}{' '}
            {error.code !== 'not-running' && <span className="font-mono text-xs">{error.text}</span>}
          </p>
        )}
        <div className="grid min-h-0 grow grid-cols-[20rem_minmax(0,1fr)] max-[1199px]:grid-cols-[17rem_minmax(0,1fr)]">
          <div className="flex min-h-0 flex-col border-line border-r bg-surface">
            <Places />
            <Findings />
          </div>
          <Contained>
            <Picture />
          </Contained>
        </div>
      </main>
    </div>
  )
}

function Where() {
  const t = useMachineText()
  const id = useId()
  const where = useLookStore((store) => store.where)
  const sandboxes = useLookStore((store) => store.sandboxes)
  const busy = useLookStore((store) => store.busy)
  const { look, lookInto } = useLookStore.getState()
  const known = where !== null && !sandboxes.includes(where) ? [where, ...sandboxes] : sandboxes
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="sr-only">
        {t.where}
      </label>
      <select id={id} className={SELECT} value={where ?? ''} onChange={(event) => lookInto(event.target.value || null)}>
        <option value="">{t.thisComputer}</option>
        {known.map((lab) => (
          <option key={lab} value={lab}>
            {t.sandboxOf(lab)}
          </option>
        ))}
      </select>
      <Button onClick={() => void look()} disabled={busy}>
        <RefreshCw size={14} aria-hidden />
        {busy ? t.looking : t.refresh}
      </Button>
    </div>
  )
}
