'use client'

import { useState } from 'react'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Drift } from '../../core/plan/plan'
import { describeDrift } from '../../core/text/describe-plan'
import { useText } from '../i18n/text'
import type { Refused } from '../inspector/edit'
import { RefusedNote } from '../inspector/fields/Problems'
import { useLabStore } from '../state/labStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { putBack } from './putBack'
import { takeIn } from './takeIn'

const SHOWN = 6

/** What the kernel holds otherwise than it was applied: both values side by side, and the two ways out. */
export function DriftList({ drift }: { drift: readonly Drift[] }) {
  const t = useText().panels.drift
  const locale = useLocale()
  const [note, setNote] = useState<Refused | 'look-at-plan' | null>(null)
  const applying = useLabStore((store) => store.applying !== null)
  return (
    <section aria-label={t.title} className="rounded-md bg-warn-wash p-2.5 text-xs">
      <h3 className="font-semibold text-warn">{t.title}</h3>
      <p className="text-ink-2">{t.lead}</p>
      <ul className="mt-1.5 space-y-1.5">
        {drift.slice(0, SHOWN).map((one) => (
          <DriftRow
            key={`${elementKey(one.element)} ${one.field} ${one.wanted} ${one.found}`}
            one={one}
            words={describeDrift(one, locale)}
          />
        ))}
        {drift.length > SHOWN && <li className="text-ink-2">{t.more(drift.length - SHOWN)}</li>}
      </ul>
      <div className="mt-2 flex flex-wrap gap-1.5">
        <Button
          disabled={applying}
          onClick={() => {
            setNote(putBack() ? null : 'look-at-plan')
          }}
        >
          {t.putBack}
        </Button>
        <Button disabled={applying} onClick={() => setNote(takeIn(drift))}>
          {t.takeIn}
        </Button>
      </div>
      {note === 'look-at-plan' && <p className="mt-1.5 text-ink-2">{t.putBackWithMore}</p>}
      {note !== null && note !== 'look-at-plan' && <RefusedNote id="drift-refused" refused={note} />}
    </section>
  )
}

function DriftRow({ one, words }: { one: Drift; words: string }) {
  const t = useText().panels.drift
  const { select, setHover } = useViewStore.getState()
  const go = (element: ElementRef) => {
    setHover(null)
    select([element])
  }
  return (
    <li className="flex flex-wrap items-baseline gap-x-4">
      <button
        type="button"
        onClick={() => go(one.element)}
        onPointerEnter={() => setHover(elementKey(one.element))}
        onPointerLeave={() => setHover(null)}
        className="-mx-1 rounded-sm px-1 text-left text-ink hover:bg-hovered"
      >
        {words}
      </button>
      <p className="flex flex-wrap gap-x-4">
        <span className="min-w-0 text-ink-2">
          {t.drawn} <span className="break-all font-mono text-ink">{one.wanted ?? t.nothing}</span>
        </span>
        <span className="min-w-0 text-ink-2">
          {t.found} <span className="break-all font-mono text-warn">{one.found ?? t.nothing}</span>
        </span>
      </p>
    </li>
  )
}
