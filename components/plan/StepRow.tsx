'use client'

import { Check, Minus, Pencil, Plus, Undo2, X } from 'lucide-react'
import { memo } from 'react'
import { elementKey } from '../../core/lab/element'
import type { Step, StepAction } from '../../core/plan/plan'
import { commandsOfStep } from '../../core/script/commands'
import { describeReason } from '../../core/text/describe-plan'
import { useText } from '../i18n/text'
import { type Dialect, useLocale, useViewStore } from '../state/viewStore'
import { classes } from '../ui/classes'
import { touches } from './touches'

/** How far a step is while its plan is applied. */
export type StepProgress = 'planned' | 'running' | 'done' | 'failed' | 'undone'

const TONES: Record<StepAction, string> = {
  create: 'bg-create-wash text-create',
  change: 'bg-change-wash text-change',
  delete: 'bg-delete-wash text-delete',
}

interface StepRowProps {
  index: number
  step: Step
  lab: string
  dialect: Dialect
  progress: StepProgress
}

/** One step: what kind of change, the exact command, why. The element that it is about lights up under the pointer, and the other way round. */
export const StepRow = memo(function StepRow({ index, step, lab, dialect, progress }: StepRowProps) {
  const locale = useLocale()
  const t = useText().panels.plan
  const lit = useViewStore((view) => view.hover !== null && touches(step, view.hover))
  const first = step.elements[0]
  const { setHover, select } = useViewStore.getState()
  const light = () => first && setHover(elementKey(first))
  return (
    <li
      data-step={index}
      onPointerEnter={light}
      onPointerLeave={() => setHover(null)}
      className={classes(
        'grid grid-cols-[2.25rem_1.25rem_minmax(0,1fr)] items-start gap-x-2 px-3 py-1 [contain-intrinsic-size:auto_28px] [content-visibility:auto]',
        lit && 'bg-hovered',
        (progress === 'done' || progress === 'undone') && 'opacity-70',
      )}
    >
      <span className="tnum pt-px text-right text-ink-3 text-xs leading-5">{index + 1}</span>
      <button
        type="button"
        onClick={() => first && select([first])}
        onFocus={light}
        onBlur={() => setHover(null)}
        aria-label={`${t.actions[step.action]}: ${describeReason(step.reason, locale)}`}
        className={classes('mt-0.5 flex size-4 items-center justify-center rounded-sm', mark(step.action, progress))}
      >
        <StepIcon action={step.action} progress={progress} />
      </button>
      <div className="@3xl:grid @3xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] @3xl:gap-x-6">
        <code className="block whitespace-pre-wrap break-words font-mono text-ink text-xs leading-5">
          {commandsOfStep(step, { dialect, marks: false, lab }).join('\n')}
        </code>
        <span className="block text-ink-2 text-xs leading-5">{describeReason(step.reason, locale)}</span>
      </div>
    </li>
  )
})

function mark(action: StepAction, progress: StepProgress): string {
  if (progress === 'done') return 'text-ok'
  if (progress === 'failed') return 'bg-bad text-surface'
  if (progress === 'undone') return 'text-ink-3'
  return classes(TONES[action], progress === 'running' && 'animate-pulse')
}

function StepIcon({ action, progress }: { action: StepAction; progress: StepProgress }) {
  const props = { size: 12, strokeWidth: 2.5, 'aria-hidden': true }
  if (progress === 'done') return <Check {...props} />
  if (progress === 'failed') return <X {...props} />
  if (progress === 'undone') return <Undo2 {...props} />
  if (action === 'create') return <Plus {...props} />
  return action === 'delete' ? <Minus {...props} /> : <Pencil {...props} size={10} />
}
