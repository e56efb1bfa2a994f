import { once } from 'node:events'
import { type CliCommand, CliError, wholeNumber, writeJson } from '../command'

/** Next’s development server does not always let go of what it started. */
const CLOSE_LIMIT_MS = 5000

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
    const { serve: start } = await import('../../main')
    const server = await start({ port, host, dev }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') throw new CliError(text.portTaken(port))
      if (error.code === 'EADDRNOTAVAIL') throw new CliError(text.noSuchAddress(host))
      if (error.code === 'EACCES') throw new CliError(text.portForbidden(port))
      throw error
    })
    if (invocation.json) writeJson(io, { url: server.url })
    else io.out(`${text.serving}\n\n  ${server.url}\n\n`)
    const links = offerLinks(server.link, (link) => io.out(`${text.serving}\n\n  ${link}\n\n`))
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    if (!invocation.json) io.err(`${text.stopping}\n`)
    // Whoever asks twice, or waits too long, gets an end at once: every acknowledged edit is on the disk already.
    process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref()
    await server.close()
    return 0
  },
}
