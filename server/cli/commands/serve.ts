import { once } from 'node:events'
import { type CliCommand, wholeNumber, writeJson } from '../command'

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
    const { serve: start } = await import('../../main')
    const server = await start({ port, host, dev: options.dev === true })
    if (invocation.json) writeJson(io, { url: server.url })
    else io.out(`${text.serving}\n\n  ${server.url}\n\n`)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    if (!invocation.json) io.err(`${text.stopping}\n`)
    await server.close()
    return 0
  },
}
