import { join } from 'node:path'
import { projectFolder } from '../project'
import { type FromChild, type ToChild, toChildSchema } from './child-messages'
import { openPages } from './pages'
import { openWeb, type Served } from './server'

/**
 * The web process when root started the server: it runs as an ordinary user, and its parent, which loads none of this, tells it where to
 * listen. It ends with its parent.
 */
let served: Promise<Served> | undefined

process.on('message', async (message: unknown) => {
  const request = toChildSchema.parse(message)
  await answer(() => carryOut(request))
  if (request.ask === 'close') process.disconnect()
})
process.on('disconnect', () => process.exit())
// The terminal sends these to parent and child alike; the parent decides.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

async function carryOut(request: ToChild): Promise<string> {
  if (request.ask === 'serve') served = openWeb({ ...request.options, examples: join(projectFolder, 'labs'), openPages })
  const web = await served
  if (!web) throw new Error('nothing is served yet')
  if (request.ask === 'serve') return web.url
  if (request.ask === 'link') return web.link()
  await web.close()
  return ''
}

async function answer(work: () => Promise<string>): Promise<void> {
  const reply: FromChild = await work().then(
    (value) => ({ ok: true, value }),
    (error: NodeJS.ErrnoException) => ({ ok: false, message: error.message, code: error.code, syscall: error.syscall }),
  )
  process.send?.(reply)
}
