'use client'

import { Timer, TriangleAlert, Undo2, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useConnection } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { Button, IconButton } from '../ui/Button'
import { dismiss, dismissed } from './dismissed'

const TICK_MS = 250

/** What has to be said of this computer while a lab is on it: a change that waits to be kept, and what became of the last one. */
export function HostNotices() {
  const lab = useLabStore((store) => store.lab.name)
  const waiting = useLabStore((store) => store.machine.waiting?.lab)
  const until = useLabStore((store) => store.keepUntil)
  if (waiting === undefined || until === null) return <Settled />
  return waiting === lab ? <Keep until={until} /> : <Other lab={waiting} until={until} />
}

/** The question that has to be answered in time, in every browser that has the lab open. */
function Keep({ until }: { until: number }) {
  const t = useText().host.keep
  const seconds = useSecondsTo(until)
  const offline = useConnection(({ status }) => status !== 'open')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  useAnnounced(seconds, t.announce)
  const decide = async (keep: boolean) => {
    setBusy(true)
    const ack = await useLabStore.getState().confirm(keep)
    setFailed(!ack.ok || ack.value.outcome === 'failed')
    setBusy(false)
  }
  const over = seconds <= 0
  return (
    <Strip icon={<Timer size={16} />} testId="keep" counting={t.title}>
      <p className="min-w-0 grow">
        <strong className="font-semibold">{t.title}</strong> {offline ? t.cut : t.why}{' '}
        <span className="tnum">{over ? t.working : t.text(seconds)}</span>
        {failed && <span className="block text-bad">{t.failed}</span>}
      </p>
      <Button look="host" disabled={busy || over || offline} onClick={() => void decide(true)}>
        {t.keep}
      </Button>
      <Button disabled={busy || over || offline} onClick={() => void decide(false)}>
        <Undo2 size={14} aria-hidden />
        {t.back}
      </Button>
    </Strip>
  )
}

function Other({ lab, until }: { lab: string; until: number }) {
  const t = useText().host.keep
  const seconds = useSecondsTo(until)
  useAnnounced(seconds, (left) => t.other(lab, left))
  return (
    <Strip icon={<Timer size={16} />} testId="keep-other" counting={t.title}>
      <p className="tnum min-w-0 grow pr-2">{t.other(lab, seconds)}</p>
    </Strip>
  )
}

function Settled() {
  const t = useText().host.settled
  const lab = useLabStore((store) => store.lab.name)
  const settled = useLabStore((store) => store.machine.settled)
  const [seen, setSeen] = useState(() => dismissed(lab))
  if (!settled || settled.outcome === 'kept' || settled.at === seen) return null
  const close = () => {
    dismiss(lab, settled.at)
    setSeen(settled.at)
  }
  return (
    <Strip icon={settled.outcome === 'failed' ? <TriangleAlert size={16} /> : <Undo2 size={16} />} testId="settled">
      <p className="min-w-0 grow">{settled.outcome === 'failed' ? t.failed : t[settled.cause]}</p>
      <IconButton label={t.dismiss} onClick={close}>
        <X size={14} />
      </IconButton>
    </Strip>
  )
}

interface StripProps {
  icon: ReactNode
  testId: string
  /** The name of a strip that counts seconds. A status is read out anew with every change, so such a one is none. */
  counting?: string
  children: ReactNode
}

function Strip({ icon, testId, counting, children }: StripProps) {
  return (
    <div
      {...(counting === undefined ? { role: 'status' } : { role: 'group', 'aria-label': counting })}
      data-testid={testId}
      className="pointer-events-auto flex min-h-10 max-w-full animate-rise items-center gap-3 rounded-lg border-2 border-host bg-host-wash py-1.5 pr-1.5 pl-3 text-ink shadow-raised"
    >
      <span className="shrink-0 text-host" aria-hidden>
        {icon}
      </span>
      {children}
    </div>
  )
}

/** Whole seconds until a moment; counts down by itself. */
function useSecondsTo(until: number): number {
  // The clock is looked at anew each time: a moment that is told later must not be counted from when the page was opened.
  const [, look] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => look((looks) => looks + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((until - performance.now()) / 1000))
}

/** Said aloud at first, and again when time runs short; not every second. */
function useAnnounced(seconds: number, words: (seconds: number) => string): void {
  const [first] = useState(seconds)
  const due = seconds === first || seconds === 30 || seconds === 10 ? seconds : null
  const text = due === null ? null : words(due)
  useEffect(() => {
    if (text !== null) useViewStore.getState().announce(text)
  }, [text])
}
