import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { asUserWithOurFiles } from '../machines/own-view'
import type { ServiceUser } from '../machines/service-user'
import { projectFolder } from '../project'
import { askerOf } from './ask-child'
import type { ToChild } from './child-messages'
import type { Served } from './server'

/**
 * Starts the web process as an ordinary user, for a caller that is root and stays out of it: what runs Next holds no privilege. The child is
 * killed by the kernel when this process ends. Rejects with the child's error.
 */
export async function serveAsUser(user: ServiceUser, options: Extract<ToChild, { ask: 'serve' }>['options']): Promise<Served> {
  const argv = ['setpriv', '--pdeathsig=KILL', '--', ...childCommand()]
  const [program = '', ...args] = asUserWithOurFiles(user, argv)
  const child = spawn(program, args, {
    cwd: projectFolder,
    // Next talks on its standard output, which is the command's own: there is the link, or JSON.
    stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
    env: { ...process.env, HOME: options.home, NETLOOM_HOME: options.home },
  })
  const ask = askerOf(child)
  let closing = false
  child.once('exit', (code, signal) => {
    if (!closing) throw new Error(`the web process ended (${signal ?? code})`)
  })
  try {
    const url = await ask({ ask: 'serve', options })
    return {
      url,
      link: () => ask({ ask: 'link' }),
      close: async () => {
        closing = true
        const exited = once(child, 'exit')
        await ask({ ask: 'close' })
        await exited
      },
    }
  } catch (error) {
    closing = true
    // It ends when its parent is gone; the terminal's signals it leaves to the parent.
    if (child.connected) child.disconnect()
    throw error
  }
}

function childCommand(): string[] {
  if (!import.meta.url.endsWith('.ts')) return [process.execPath, fileURLToPath(new URL('./web.js', import.meta.url))]
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return [process.execPath, '--import', tsx, fileURLToPath(new URL('./child.ts', import.meta.url))]
}
