'use client'

import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Plan } from '../../core/plan/plan'
import { useText } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { classes } from '../ui/classes'
import { GROUPED_FROM, groupDone, groupSteps, type StepGroup } from './groups'
import { type StepProgress, StepRow } from './StepRow'
import { touches } from './touches'

/** How far the whole plan is: the first `done` steps are finished; `failed` is the step that failed, and then all are taken back. */
export interface PlanProgress {
  done: number
  running: boolean
  failed?: number
}

/** How many rows of an open group are drawn at once. */
const PAGE = 200

/** The steps of a plan in their order; a big plan by kind, with one bar each. */
export function StepList({ plan, progress }: { plan: Plan; progress: PlanProgress | null }) {
  const grouped = plan.steps.length >= GROUPED_FROM
  const groups = useMemo(() => groupSteps(plan.steps), [plan])
  const list = useRef<HTMLDivElement>(null)
  useFollowHover(plan, list)
  return (
    <div ref={list} className="@container py-1">
      {grouped ? (
        groups.map((group) => (
          <Group key={`${group.steps[0]?.index} ${group.op}`} group={group} plan={plan} progress={progress} />
        ))
      ) : (
        <Rows steps={plan.steps.map((step, index) => ({ index, step }))} plan={plan} progress={progress} />
      )}
    </div>
  )
}

function Rows({ steps, plan, progress }: { steps: StepGroup['steps']; plan: Plan; progress: PlanProgress | null }) {
  const dialect = useViewStore((view) => view.dialect)
  return (
    <ol>
      {steps.map(({ index, step }) => (
        <StepRow key={index} index={index} step={step} lab={plan.lab} dialect={dialect} progress={progressOf(index, progress)} />
      ))}
    </ol>
  )
}

function Group({ group, plan, progress }: { group: StepGroup; plan: Plan; progress: PlanProgress | null }) {
  const t = useText().panels.plan
  const [open, setOpen] = useState(false)
  const [shown, setShown] = useState(PAGE)
  const lit = useViewStore((view) => view.hover !== null && group.steps.some(({ step }) => touches(step, view.hover ?? '')))
  const done = progress ? groupDone(group, progress.done) : 0
  const tone = { create: 'text-create', change: 'text-change', delete: 'text-delete' }[group.action]
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen}>
      <Collapsible.Trigger
        className={classes('group flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-hovered', lit && 'bg-hovered')}
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="text-ink-3 transition-transform duration-100 group-data-[state=open]:rotate-90"
        />
        <span className={classes('w-14 shrink-0 text-xs', tone)}>{t.actions[group.action]}</span>
        <span className="tnum min-w-0 grow truncate text-sm">{t.groups[group.op](group.steps.length)}</span>
        {progress && (
          <>
            <span className="h-1 w-40 shrink-0 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
              <span className="block h-full bg-ok" style={{ width: `${(done / group.steps.length) * 100}%` }} />
            </span>
            <span className="tnum w-24 shrink-0 text-right text-ink-2 text-xs">
              {done} / {group.steps.length}
            </span>
          </>
        )}
      </Collapsible.Trigger>
      <Collapsible.Content>
        <Rows steps={group.steps.slice(0, shown)} plan={plan} progress={progress} />
        {group.steps.length > shown && (
          <Button look="quiet" className="mx-3 my-1" onClick={() => setShown(shown + PAGE)}>
            {t.showAll(Math.min(PAGE, group.steps.length - shown))}
          </Button>
        )}
      </Collapsible.Content>
    </Collapsible.Root>
  )
}

function progressOf(index: number, progress: PlanProgress | null): StepProgress {
  if (!progress) return 'planned'
  if (progress.failed !== undefined) return index === progress.failed ? 'failed' : index < progress.failed ? 'undone' : 'planned'
  if (index < progress.done) return 'done'
  return progress.running && index === progress.done ? 'running' : 'planned'
}

/** When the pointer is on an element of the canvas, its first step comes into view. */
function useFollowHover(plan: Plan, list: React.RefObject<HTMLDivElement | null>): void {
  useEffect(
    () =>
      useViewStore.subscribe(({ hover }, before) => {
        if (hover === null || hover === before.hover || list.current?.matches(':hover')) return
        const index = plan.steps.findIndex((step) => touches(step, hover))
        if (index >= 0) list.current?.querySelector(`[data-step="${index}"]`)?.scrollIntoView({ block: 'nearest' })
      }),
    [plan, list],
  )
}
