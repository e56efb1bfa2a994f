'use client'

import { type KeyboardEvent, useId, useRef } from 'react'
import type { LabVersion } from '../../core/protocol/history'
import { describeCommand } from '../../core/text/commands'
import { historyText } from '../../core/text/history'
import { useLocale } from '../state/viewStore'
import { classes } from '../ui/classes'
import { useHistoryText } from './historyText'
import { timeText } from './timeText'

interface VersionListProps {
  versions: readonly LabVersion[]
  chosen: number | null
  onChoose(version: number): void
}

/** One line a version; the arrows, Home and End move the choice. */
export function VersionList({ versions, chosen, onChoose }: VersionListProps) {
  const t = useHistoryText()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const optionId = (version: number) => `${id}-${version}`
  const keyDown = (event: KeyboardEvent) => {
    const at = versions.findIndex(({ version }) => version === chosen)
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: versions.length - 1 }[event.key]
    const next = to === undefined ? undefined : versions[Math.min(to, versions.length - 1)]
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    onChoose(next.version)
    list.current?.querySelector(`#${CSS.escape(optionId(next.version))}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={t.list}
      aria-activedescendant={chosen === null ? undefined : optionId(chosen)}
      tabIndex={0}
      onKeyDown={keyDown}
      className="min-h-0 grow overflow-auto py-1 focus-visible:-outline-offset-2"
    >
      {versions.map((version, index) => (
        <VersionRow
          key={version.version}
          id={optionId(version.version)}
          version={version}
          isNow={index === 0}
          isChosen={version.version === chosen}
          onChoose={onChoose}
        />
      ))}
    </div>
  )
}

interface VersionRowProps {
  id: string
  version: LabVersion
  isNow: boolean
  isChosen: boolean
  onChoose(version: number): void
}

function VersionRow({ id, version: { version, at, label, why = 'start' }, isNow, isChosen, onChoose }: VersionRowProps) {
  const t = useHistoryText()
  const locale = useLocale()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard, and moves the choice among its options.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onClick={() => onChoose(version)}
      className={classes(
        'grid cursor-default grid-cols-[2.5rem_minmax(0,1fr)_auto] items-baseline gap-x-2 px-3 py-1 [contain-intrinsic-size:auto_28px] [content-visibility:auto]',
        isChosen ? 'bg-accent-wash text-ink' : 'hover:bg-hovered',
      )}
    >
      <span className="tnum text-right font-mono text-ink-3 text-xs">{version}</span>
      <span className="min-w-0 break-words">
        {label === undefined ? historyText(locale).why[why] : describeCommand(label, locale)}
        {isNow && <span className="text-ink-3 text-xs"> · {t.now}</span>}
      </span>
      <time dateTime={new Date(at).toISOString()} className="tnum font-mono text-ink-3 text-xs">
        {timeText(at)}
      </time>
    </div>
  )
}
