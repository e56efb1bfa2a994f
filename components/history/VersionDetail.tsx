'use client'

import { useEffect, useMemo, useState } from 'react'
import { type Difference, differencesOf } from '../../core/history/difference'
import { replaceLab } from '../../core/history/replace'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import type { LabVersion } from '../../core/protocol/history'
import { describeDifference } from '../../core/text/history'
import { LabPicture } from '../gallery/LabPicture'
import { Choice } from '../plan/Choice'
import { useLab, useLabStore } from '../state/labStore'
import { useConnected } from '../state/socket'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { useHistoryText } from './historyText'
import { marksOf, unionOf } from './marks'
import { timeText } from './timeText'
import { useVersionStore } from './versionStore'

type Against = 'before' | 'now'
/** A big difference says the first of them. */
const TOLD = 200

interface VersionDetailProps {
  lab: string
  version: LabVersion | undefined
  /** The version before it, if that is kept. */
  before: number | undefined
}

/** One version: what it changed or what has changed since, as words and as a picture, and the way back. */
export function VersionDetail({ lab, version: about, before }: VersionDetailProps) {
  const t = useHistoryText()
  const version = about?.version ?? 0
  const [against, setAgainst] = useState<Against>('before')
  const { documents, fetch } = useVersionStore()
  const now = useLab()
  const connected = useConnected()
  useEffect(() => {
    if (!connected) return
    void fetch(lab, version)
    if (before !== undefined) void fetch(lab, before)
  }, [lab, version, before, fetch, connected])
  const then = documents.get(version)
  const earlier = before === undefined ? undefined : documents.get(before)
  const options: { value: Against; label: string }[] = [
    { value: 'before', label: t.before },
    { value: 'now', label: t.current },
  ]
  const pair = against === 'now' ? then && ([then, now] as const) : earlier && then && ([earlier, then] as const)
  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="font-semibold">{t.version(version)}</h3>
        <span className="tnum font-mono text-ink-3 text-xs">{timeText(about?.at ?? 0)}</span>
        <Choice<Against> label={t.against} value={against} options={options} onChange={setAgainst} />
        <Button className="ml-auto" disabled={!then} onClick={() => then && goBack(then, version, t.restored(version))}>
          {t.restore}
        </Button>
      </div>
      {against === 'before' && before === undefined && <p className="mt-3 text-ink-2">{t.oldest}</p>}
      {pair && <Differences before={pair[0]} after={pair[1]} against={against} label={t.picture(version)} />}
    </div>
  )
}

/** One edit like any other: it is sent, shown to all, and can be undone. */
function goBack(then: Lab, version: number, said: string): void {
  const { lab, dispatch } = useLabStore.getState()
  // The name is the lab's, whatever it was called when this was written.
  const command = replaceLab(lab, { ...then, name: lab.name }, 'restore')
  if (!command || dispatch(command)) useViewStore.getState().announce(said)
  void useVersionStore.getState().fetch(lab.name, version)
}

interface DifferencesProps {
  before: Lab
  after: Lab
  against: Against
  label: string
}

function Differences({ before, after, against, label }: DifferencesProps) {
  const t = useHistoryText()
  const differences = useMemo(() => differencesOf(before, after), [before, after])
  const marks = useMemo(() => marksOf(differences), [differences])
  const both = useMemo(() => unionOf(before, after), [before, after])
  // What differs lights up on the canvas while it is looked at.
  useEffect(() => {
    useViewStore.getState().setLit(differences.map(({ element }) => element))
    return () => useViewStore.getState().setLit([])
  }, [differences])
  if (differences.length === 0) return <p className="mt-3 text-ink-2">{against === 'now' ? t.noneSince : t.noneBefore}</p>
  return (
    <div className="mt-3 flex flex-wrap gap-4">
      <div className="min-w-56 flex-1">
        <p className="text-ink-2">{against === 'now' ? t.sinceThen(differences.length) : t.fromBefore(differences.length)}</p>
        <ul className="mt-1">
          {differences.slice(0, TOLD).map((difference) => (
            <DifferenceRow key={JSON.stringify(difference)} difference={difference} />
          ))}
        </ul>
        {differences.length > TOLD && <p className="text-ink-3">{t.more(differences.length - TOLD)}</p>}
      </div>
      <figure className="w-72">
        <div className="h-45 overflow-hidden rounded-lg border border-line bg-paper">
          <LabPicture lab={both} label={label} marks={marks} />
        </div>
        <figcaption className="mt-1.5 flex gap-3 text-ink-2 text-xs">
          <Legend className="border-create" text={t.legend.added} />
          <Legend className="border-delete border-dashed" text={t.legend.removed} />
          <Legend className="border-change" text={t.legend.changed} />
        </figcaption>
      </figure>
    </div>
  )
}

function Legend({ className, text }: { className: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-3 rounded-sm border-2 ${className}`} />
      {text}
    </span>
  )
}

const SIGNS = { added: '+', removed: '−', renamed: '~', placed: '·', reordered: '~', value: '~' } as const
const COLOURS = {
  added: 'text-create',
  removed: 'text-delete',
  renamed: 'text-change',
  placed: 'text-ink-3',
  reordered: 'text-change',
  value: 'text-change',
} as const

function DifferenceRow({ difference }: { difference: Difference }) {
  const locale = useLocale()
  const lab = useLab()
  const words = describeDifference(difference, locale)
  const { change, element } = difference
  const { setHover, reveal } = useViewStore.getState()
  const key = elementKey(element)
  return (
    <li className="flex gap-2 py-0.5">
      <span aria-hidden className={`w-3 shrink-0 text-center font-mono ${COLOURS[change]}`}>
        {SIGNS[change]}
      </span>
      {isHere(lab, element) ? (
        <button
          type="button"
          className="min-w-0 break-words rounded-sm text-left hover:underline"
          onClick={() => reveal(element)}
          onMouseEnter={() => setHover(key)}
          onMouseLeave={() => setHover(null)}
          onFocus={() => setHover(key)}
          onBlur={() => setHover(null)}
        >
          {words}
        </button>
      ) : (
        <span className="min-w-0 break-words">{words}</span>
      )}
    </li>
  )
}

/** Whether the canvas has it now. */
function isHere(lab: Lab, element: ElementRef): boolean {
  if (element.kind === 'lab') return true
  return element.kind === 'link' ? Object.hasOwn(lab.links, element.link) : Object.hasOwn(lab.nodes, element.node)
}
