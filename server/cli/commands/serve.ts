import type { CliText } from '../../../core/text/cli'
import { netloomHome } from '../../machines/home'
import { type CliCommand, CliError, wholeNumber, writeJson } from '../command'
import { machineKind } from '../machine'
import { warningText } from '../plain-words'

/** Next’s development server does not always let go of what it started. */
const CLOSE_LIMIT_MS = 5000
const SAME_REQUEST_MS = 500

export const serve: CliCommand = {
  name: 'serve',
  positionals: [],
  options: {
    port: { type: 'string', value: 'N', words: 'port' },
    host: { type: 'string', value: 'ADDRESS', words: 'host' },
    dev: { type: 'boolean', words: 'dev' },
  },
  async run(invocation) {
    const { io, text, options } = invocation
    const port = wholeNumber(invocation, 'port', { min: 0, max: 65535, otherwise: 3000 })
    const host = typeof options.host === 'string' ? options.host : '127.0.0.1'
    const dev = options.dev === true
    if (dev && process.getuid?.() === 0) io.err(`${text.devAsRoot}\n`)
    const machine = machineKind(invocation)
    const warn = (error: unknown) => io.err(`${warningText(error, invocation.locale)}\n`)
    const { serve: start } = await import('../../main')
    const server = await start({ port, host, dev, machine, warn }).catch((error: unknown) => {
      throw startProblem(error, { port, host }, text)
    })
    if (invocation.json) writeJson(io, { url: server.url })
    else io.out(`${text.serving}\n\n  ${server.url}\n\n`)
    const links = offerLinks(server.link, (link) => io.out(`${text.serving}\n\n  ${link}\n\n`))
    await endAsked()
    if (!invocation.json) io.err(`${text.stopping}\n`)
    links.end()
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref()
    await server.close()
    return 0
  },
}

/** Why the server did not start, in words that say what to do; an error that has no such words as it is. */
export function startProblem(error: unknown, { port, host }: { port: number; host: string }, text: CliText): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  // Both codes may mean the port, or the store: that another server has, or that is closed to our user.
  const isPort = syscall === 'listen'
  if (code === 'EADDRINUSE') return new CliError(isPort ? text.portTaken(port) : text.storeTaken(netloomHome()))
  if (code === 'EACCES') return new CliError(isPort ? text.portForbidden(port) : text.homeForbidden(message))
  if (code === 'EADDRNOTAVAIL') return new CliError(text.noSuchAddress(host))
  return error
}

/** A link is good for one browser; pressing Enter in the terminal brings another. */
function offerLinks(link: () => Promise<string>, show: (link: string) => void): { end: () => void } {
  if (!process.stdin.isTTY) return { end: () => {} }
  const onLine = async () => show(await link())
  process.stdin.on('data', onLine)
  return { end: () => process.stdin.off('data', onLine).pause() }
}

/**
 * Resolves at the first signal to end. Whoever asks again a moment later gets an end at once (every acknowledged edit is on the
 * disk); one Ctrl+C may arrive twice, from the terminal and from npm.
 */
function endAsked(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const onSignal = () => {
      first ??= Date.now()
      if (Date.now() - first > SAME_REQUEST_MS) process.exit(130)
      resolve()
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  })
}
