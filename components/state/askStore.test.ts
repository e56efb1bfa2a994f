import { beforeEach, expect, it } from 'vitest'
import type { Plan } from '../../core/plan/plan'
import { mayApply, useAskStore } from './askStore'
import { useLabStore } from './labStore'
import { useViewStore } from './viewStore'

const plan: Plan = { id: 'p', lab: 'trial', steps: [], conflicts: [] }
const shown = () => ({ isAsked: useAskStore.getState().question !== null, overlay: useViewStore.getState().overlay })

beforeEach(() => {
  useLabStore.setState({ machine: { kind: 'host', status: 'running' }, applied: null })
  useViewStore.getState().setOverlay(null)
})

it('asked twice, the first is answered with no and the second stays on the page until it is answered', async () => {
  const first = mayApply(plan)
  const second = mayApply(plan)
  expect(await first).toBe(false)
  expect(shown()).toEqual({ isAsked: true, overlay: 'apply-here' })
  useAskStore.getState().question?.answer(true)
  expect(await second).toBe(true)
  expect(shown()).toEqual({ isAsked: false, overlay: null })
})

it('a question that is closed is answered with no', async () => {
  const asked = mayApply(plan)
  useViewStore.getState().setOverlay('commands')
  expect(await asked).toBe(false)
  expect(shown()).toEqual({ isAsked: false, overlay: 'commands' })
})
