import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const dialect: Action = {
  id: 'dialect',
  group: 'panels',
  label: (t) => t.panels.actions.dialect,
  run: () => {
    const view = useViewStore.getState()
    view.prefer({ dialect: view.dialect === 'nft' ? 'iptables' : 'nft' })
  },
}
