import { once } from 'node:events'
import { type CliCommand, CliError, wholeNumber, writeJson } from '../command'

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
    links.end()
    await server.close()
    return 0
  },
}

/** A link is good for one browser; pressing Enter in the terminal brings another. */
function offerLinks(link: () => Promise<string>, show: (link: string) => void): { end: () => void } {
  if (!process.stdin.isTTY) return { end: () => {} }
  const onLine = async () => show(await link())
  process.stdin.on('data', onLine)
  return { end: () => process.stdin.off('data', onLine).pause() }
}
