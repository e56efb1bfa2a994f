import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { netloomHome } from '../machines/home'
import { ownProgram } from '../machines/own-program'
import { asUserWithOurFiles, type ServiceUser } from '../machines/service-user'

/**
 * Runs `netloom serve` with these arguments as an ordinary user, before anything of Next is loaded: a web process that can be
 * broken into must hold no privilege. Resolves with its exit code. It dies with us, and we end when it does.
 */
export async function serveAs(user: ServiceUser, args: readonly string[]): Promise<number> {
  const home = netloomHome()
  // Should we be killed outright, the kernel ends the server too: it must not keep the port.
  const program = ['setpriv', '--pdeathsig', 'KILL', '--', ...ownProgram('cli'), 'serve', ...args]
  const [command = '', ...rest] = await asUserWithOurFiles(user, program)
  const env = { ...process.env, NETLOOM_HOME: home, HOME: home }
  // In a process group of its own, so that a signal reaches it once: from us.
  const child = spawn(command, rest, { stdio: 'inherit', detached: true, env })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass).on('SIGHUP', pass)
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  return exitCode ?? 1
}
