'use client'

import { describeDrift } from '../../core/text/describe-plan'
import type { Text } from '../i18n/text'
import { useText } from '../i18n/text'
import { useSync } from '../state/derived'
import type { Sync } from '../state/derivedStore'
import { useLabStore } from '../state/labStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { classes } from '../ui/classes'
import { Tooltip } from '../ui/Tooltip'

type Tone = 'plain' | 'ok' | 'accent' | 'warn' | 'bad'

const TONES: Record<Tone, string> = {
  plain: 'text-ink-3',
  ok: 'text-ok',
  accent: 'text-ink-2',
  warn: 'text-warn',
  bad: 'text-bad',
}

/** How lab and kernel stand to each other, in words. Pressing it opens the plan, which has the details. */
export function SyncState() {
  const t = useText()
  const locale = useLocale()
  const sync = useSync()
  const saving = useLabStore((store) => store.unsaved > 0)
  const failed = useLabStore((store) => store.lastResult?.outcome === 'failed')
  const first = sync.state === 'drifted' ? sync.drift[0] : undefined
  const { text, hint, tone } = failed
    ? { text: t.shell.sync.failed, hint: t.shell.sync.hint.failed, tone: 'bad' as const }
    : wordsOf(sync, t.shell.sync, first ? describeDrift(first, locale) : '')
  return (
    <Tooltip content={hint ?? text}>
      <button
        type="button"
        onClick={() => useViewStore.getState().toggleDrawer('plan')}
        data-testid="sync"
        data-sync={failed ? 'failed' : sync.state}
        className={classes('tnum flex h-7 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-sm hover:bg-hovered', TONES[tone])}
      >
        <Mark tone={tone} />
        <span className="truncate">{text}</span>
        {saving && <span className="text-ink-3 max-[1100px]:hidden">· {t.shell.sync.saving}</span>}
      </button>
    </Tooltip>
  )
}

function wordsOf(sync: Sync, t: Text['shell']['sync'], drift: string): { text: string; hint?: string; tone: Tone } {
  switch (sync.state) {
    case 'loading':
      return { text: t.loading, tone: 'plain' }
    case 'empty':
      return { text: t.empty, tone: 'plain' }
    case 'in-sync':
      return { text: t.inSync, hint: t.hint.inSync, tone: 'ok' }
    case 'veiled':
      return { text: t.veiled, hint: t.hint.veiled, tone: 'accent' }
    case 'changes':
      return { text: t.changes(sync.count), hint: t.hint.changes, tone: 'accent' }
    case 'errors':
      return { text: t.errors(sync.count), hint: t.hint.errors, tone: 'bad' }
    case 'conflicts':
      return { text: t.conflicts(sync.count), hint: t.hint.conflicts, tone: 'bad' }
    case 'drifted': {
      const others = sync.drift.length - 1
      return { text: t.drifted(others > 0 ? t.more(drift, others) : drift), hint: t.hint.drifted, tone: 'warn' }
    }
  }
}

/** The tone again as a shape, so that it is not told by colour alone. */
function Mark({ tone }: { tone: Tone }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width={12}
      height={12}
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      className="shrink-0"
    >
      {tone === 'ok' && <path d="M2 6.5 4.8 9.2 10 3.2" strokeLinecap="round" strokeLinejoin="round" />}
      {tone === 'accent' && <circle cx={6} cy={6} r={3.75} strokeDasharray="2.4 1.8" />}
      {tone === 'warn' && <path d="M6 1.6 10.4 6 6 10.4 1.6 6z" fill="currentColor" strokeLinejoin="round" />}
      {tone === 'bad' && <path d="M3 3l6 6M9 3 3 9" strokeLinecap="round" />}
      {tone === 'plain' && <path d="M3 6h6" strokeLinecap="round" />}
    </svg>
  )
}
