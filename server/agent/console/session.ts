import { readdirSync, readFileSync, statSync } from 'node:fs'
import { log } from '../log'

/** The field of /proc/PID/stat with the session, counted behind the program's name, which may hold anything (proc(5)). */
const SESSION_FIELD = 3

/** Sends a signal to every process of these sessions that is in the namespace with this inode. Those that have moved elsewhere are nobody's of ours. */
export function signalSessions(sessions: ReadonlySet<number>, inode: number, signal: NodeJS.Signals): void {
  if (sessions.size === 0) return
  for (const pid of readdirSync('/proc').map(Number))
    if (pid > 0 && belongs(pid, sessions, inode)) {
      try {
        process.kill(pid, signal)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        // One that we may not signal lives on; it must not save the others, or what they are ended for.
        if (code === 'EPERM') log(`process ${pid} of a console could not be sent ${signal}: ${error}`)
        // It ended just now.
        else if (code !== 'ESRCH') throw error
      }
    }
}

function belongs(pid: number, sessions: ReadonlySet<number>, inode: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const session = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[SESSION_FIELD])
    return sessions.has(session) && statSync(`/proc/${pid}/ns/net`).ino === inode
  } catch {
    // It ended while it was looked at.
    return false
  }
}
