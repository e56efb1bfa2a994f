import { create } from 'zustand'
import type { Plan } from '../../core/plan/plan'
import { mayCutOff } from '../../core/plan/risk'
import { useLabStore } from './labStore'
import { useViewStore } from './viewStore'

/** Why a plan is asked about before it is applied. */
type AskReason = 'first' | 'deletes' | 'cutOff'

interface Question {
  plan: Plan
  reason: AskReason
  answer: (yes: boolean) => void
}

/** The plan that the reader is being asked about. */
export const useAskStore = create<{ question: Question | null }>()(() => ({ question: null }))

/**
 * Whether a plan may be applied. On this computer itself the reader is asked before the first apply of a lab, before one that deletes something, and
 * before one that may cut somebody off. Every way to an apply goes through here.
 */
export async function mayApply(plan: Plan): Promise<boolean> {
  const reason = reasonToAsk(plan)
  if (!reason) return true
  useAskStore.getState().question?.answer(false)
  const { question, answered } = questionOf(plan, reason)
  useAskStore.setState({ question })
  useViewStore.getState().setOverlay('apply-here')
  // Gone by whatever way, the question is answered with no.
  const stop = useViewStore.subscribe(({ overlay }) => {
    if (overlay !== 'apply-here') question.answer(false)
  })
  const yes = await answered
  stop()
  // Asked again in the meantime: what is on the page is the newer question.
  if (useAskStore.getState().question !== question) return yes
  useAskStore.setState({ question: null })
  if (useViewStore.getState().overlay === 'apply-here') useViewStore.getState().setOverlay(null)
  return yes
}

function questionOf(plan: Plan, reason: AskReason): { question: Question; answered: Promise<boolean> } {
  let answer: Question['answer'] = () => {}
  const answered = new Promise<boolean>((resolve) => {
    answer = resolve
  })
  return { question: { plan, reason, answer }, answered }
}

function reasonToAsk(plan: Plan): AskReason | undefined {
  const { machine, applied } = useLabStore.getState()
  if (machine.kind !== 'host') return undefined
  if (mayCutOff(plan.steps.map(({ op }) => op))) return 'cutOff'
  if (plan.steps.some(({ action }) => action === 'delete')) return 'deletes'
  return applied === null ? 'first' : undefined
}
