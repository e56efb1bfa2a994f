import { currentDerived } from '../state/derived'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const downloadScript: Action = {
  id: 'download-script',
  group: 'panels',
  label: (t) => t.panels.actions.downloadScript,
  enabled: ({ editing }) => editing && !currentDerived().diagnostics.some((problem) => problem.severity === 'error'),
  run: async ({ lab }) => {
    const { dialect, locale } = useViewStore.getState()
    const [{ scriptText, fileName }, { downloadText }] = await Promise.all([
      import('../script/scriptText'),
      import('../script/download'),
    ])
    downloadText(fileName(lab, 'bash'), scriptText(lab, 'bash', dialect, locale))
  },
}
