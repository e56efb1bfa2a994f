import { request } from '../state/socket'
import type { Action } from './action'

/** Ends the browser's session; what is shown next is how to get a new link. */
export const endSession: Action = {
  id: 'end-session',
  group: 'help',
  label: (t) => t.session.end,
  enabled: () => true,
  run: async () => {
    await request('session:end', {})
    window.location.assign('/')
  },
}
