import { setFolded } from '../guide/folded'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showGuide: Action = {
  id: 'show-guide',
  group: 'panels',
  label: (t) => t.shell.actions.showGuide,
  shortcuts: ['g'],
  enabled: ({ editing }) => editing && useLabStore.getState().origin !== null,
  run: ({ lab }) => {
    const guide = !useViewStore.getState().guide
    useViewStore.setState({ guide, lit: [] })
    setFolded(lab.name, !guide)
  },
}
