import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The one folder that Netloom writes to: labs, their history, and the sockets of running machines. NETLOOM_HOME, else
 * `netloom` in the XDG state directory (XDG Base Directory Specification). Read at each call, so a process may set it late.
 */
export function netloomHome(): string {
  const { NETLOOM_HOME, XDG_STATE_HOME } = process.env
  if (NETLOOM_HOME) return resolve(NETLOOM_HOME)
  return XDG_STATE_HOME?.startsWith('/') ? join(XDG_STATE_HOME, 'netloom') : join(homedir(), '.local', 'state', 'netloom')
}
