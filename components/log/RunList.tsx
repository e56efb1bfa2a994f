'use client'

import { type KeyboardEvent, useId, useRef } from 'react'
import type { AppliedRun } from '../../core/protocol/applied-runs'
import { timeText } from '../history/timeText'
import { classes } from '../ui/classes'
import { runKey } from './logStore'
import { useLogText, whoText } from './logText'
import { OutcomeIcon } from './OutcomeIcon'

interface RunListProps {
  runs: readonly AppliedRun[]
  you: string
  chosen: string | null
  onChoose(key: string): void
}

/** Two lines a run: how it ended and when, who it was and how much. The arrows, Home and End move the choice. */
export function RunList({ runs, you, chosen, onChoose }: RunListProps) {
  const t = useLogText()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const at = runs.findIndex((run) => runKey(run) === chosen)
  const optionId = (index: number) => `${id}-${index}`
  const keyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: runs.length - 1 }[event.key]
    if (to === undefined) return
    const index = Math.min(to, runs.length - 1)
    const next = runs[index]
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    onChoose(runKey(next))
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={t.list}
      aria-activedescendant={at === -1 ? undefined : optionId(at)}
      tabIndex={0}
      onKeyDown={keyDown}
      className="min-h-0 grow overflow-auto py-1 focus-visible:-outline-offset-2"
    >
      {runs.map((run, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard, and moves the choice among its options.
        <div
          key={runKey(run)}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onClick={() => onChoose(runKey(run))}
          className={classes(
            'grid cursor-default grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-2 px-3 py-1 [contain-intrinsic-size:auto_44px] [content-visibility:auto]',
            index === at ? 'bg-accent-wash text-ink' : 'hover:bg-hovered',
          )}
        >
          <span className="mt-1">
            <OutcomeIcon outcome={run.outcome} />
          </span>
          <span className="truncate">
            {t.outcome[run.outcome]}
            {run.steps !== undefined && <span className="tnum text-ink-2"> · {t.steps(run.steps)}</span>}
          </span>
          <time dateTime={run.at} className="tnum font-mono text-ink-3 text-xs leading-5">
            {timeText(Date.parse(run.at))}
          </time>
          <span className="col-span-2 col-start-2 truncate text-ink-3 text-xs">
            {t.machines[run.machine]} · {whoText(run, you, t)}
          </span>
        </div>
      ))}
    </div>
  )
}
