'use client'

import { useEffect, useState } from 'react'
import type { Difference } from '../../core/history/difference'
import { elementKey } from '../../core/lab/element'
import type { OutsideChange } from '../../core/protocol/history'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { describeDifference, historyText, nameOf } from '../../core/text/history'
import { useErrorText } from '../i18n/errorText'
import { Strip } from '../shell/Strip'
import { useLabStore } from '../state/labStore'
import { useOutsideStore } from '../state/outsideStore'
import { request } from '../state/socket'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { useHistoryText } from './historyText'

const TOLD = 4

/** The lab's file was changed by somebody else: what came in, why nothing did, or what there is to choose. */
export function OutsideNotice() {
  return (
    <div className="pointer-events-none flex max-w-136 justify-center">
      <Notice />
    </div>
  )
}

function Notice() {
  const outside = useOutsideStore((store) => store.outside)
  switch (outside?.kind) {
    case 'taken':
      return <Taken change={outside} />
    case 'broken':
      return <Broken change={outside} />
    case 'clash':
      return <Clashing change={outside} />
    default:
      return null
  }
}

type Of<K extends OutsideChange['kind']> = { change: Extract<OutsideChange, { kind: K }> }

function Taken({ change: { differences, more } }: Of<'taken'>) {
  const t = useHistoryText().outside
  const dismiss = useOutsideStore((store) => store.dismiss)
  const see = () => {
    useViewStore.getState().openDrawer('history')
    dismiss()
  }
  return (
    <Strip tone="warn" onDismiss={dismiss} dismissLabel={t.dismiss} actions={<Button onClick={see}>{t.seeHistory}</Button>}>
      {t.taken(differences.length + more)}
      <Lines differences={differences} more={more} />
    </Strip>
  )
}

function Broken({ change: { diagnostics } }: Of<'broken'>) {
  const t = useHistoryText().outside
  const locale = useLocale()
  const name = useLabStore((store) => store.name ?? '')
  const { settle, refused } = useSettle(t.writtenOver)
  return (
    <Strip tone="bad" actions={<Button onClick={() => settle('mine')}>{t.giveUp}</Button>}>
      {t.broken}
      {diagnostics.slice(0, 1).map((one) => {
        const { message } = describeDiagnostic(one, locale)
        return (
          <span key={message} className="block text-xs">
            {one.position ? t.line(one.position.line, message) : message}
          </span>
        )
      })}
      <span className="block text-ink-2 text-xs">{refused ?? t.giveUpNote(name)}</span>
    </Strip>
  )
}

function Clashing({ change: { clashes, more, whole } }: Of<'clash'>) {
  const t = useHistoryText().outside
  const words = historyText(useLocale())
  const { settle, refused } = useSettle(t.settled)
  const rest =
    whole.length === 0 ? t.rest : whole.length === 2 ? t.restOfNeither : whole[0] === 'mine' ? t.restOfMine : t.restOfTheirs
  useEffect(() => {
    useViewStore.getState().setLit(clashes.map(({ element }) => element))
    return () => useViewStore.getState().setLit([])
  }, [clashes])
  return (
    <Strip
      tone="warn"
      actions={
        <span className="flex shrink-0 flex-col gap-1">
          <Button onClick={() => settle('theirs')}>{t.takeTheirs}</Button>
          <Button onClick={() => settle('mine')}>{t.keepMine}</Button>
        </span>
      }
    >
      {t.clash(clashes.length + more)}
      <span className="mt-1 block max-h-40 overflow-auto text-ink text-xs">
        {clashes.map(({ element, mine, theirs }) => (
          <span key={elementKey(element)} className="mb-1 block">
            <span className="block font-medium">{nameOf(element, undefined, words)}</span>
            <Side name={t.mine} did={mine} />
            <Side name={t.theirs} did={theirs} />
          </span>
        ))}
      </span>
      <span className="block text-ink-2 text-xs">{refused ?? rest}</span>
    </Strip>
  )
}

function Side({ name, did }: { name: string; did: readonly Difference[] }) {
  const t = useHistoryText().outside
  const locale = useLocale()
  const text = did.length > 0 ? did.map((one) => describeDifference(one, locale)).join(t.and) : t.nothing
  return (
    <span className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-2">
      <span className="text-ink-2">{name}</span>
      <span>{text}</span>
    </span>
  )
}

function Lines({ differences, more }: { differences: readonly Difference[]; more: number }) {
  const t = useHistoryText()
  const locale = useLocale()
  const left = Math.max(0, differences.length - TOLD) + more
  return (
    <span className="block text-xs">
      {differences.slice(0, TOLD).map((one) => (
        <span key={JSON.stringify(one)} className="block">
          {describeDifference(one, locale)}
        </span>
      ))}
      {left > 0 && <span className="block">{t.more(left)}</span>}
    </span>
  )
}

/** `words`: what is said when the choice was taken. */
function useSettle(words: string) {
  const t = useHistoryText().outside
  const said = useErrorText()
  const [refused, setRefused] = useState<string | null>(null)
  const settle = async (take: 'mine' | 'theirs') => {
    const ack = await request('lab:settle', { lab: useLabStore.getState().name ?? '', take })
    setRefused(ack.ok ? null : t.refused(said(ack.error)))
    if (ack.ok) useViewStore.getState().announce(words)
  }
  return { settle: (take: 'mine' | 'theirs') => void settle(take), refused }
}
