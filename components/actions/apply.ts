import { mayApply } from '../state/askStore'
import { currentDerived } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const apply: Action = {
  id: 'apply',
  group: 'machine',
  label: (t) => t.shell.actions.apply,
  shortcuts: ['mod+enter'],
  inFields: true,
  enabled: ({ editing }) => {
    const { plan } = currentDerived()
    return editing && !useLabStore.getState().applying && plan !== null && plan.steps.length > 0 && plan.conflicts.length === 0
  },
  run: async () => {
    const { plan } = currentDerived()
    if (!plan) return
    useViewStore.getState().openDrawer('plan')
    if (!(await mayApply(plan))) return
    await useLabStore.getState().apply(plan.id)
  },
}
