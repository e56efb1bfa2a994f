import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { cliText } from '../../../core/text/cli'
import { lockHome } from '../../labs/lock'
import { temporaryFolder } from '../../labs/testing'
import { netloomHome } from '../../machines/home'
import { startProblem } from './serve'

const at = { port: 3000, host: '127.0.0.1' }

function listening(port: number, host: string): Promise<number> {
  const server = createServer()
  onTestFinished(() => void server.close())
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as { port: number }).port))
  })
}

it('a store that another server has is told from a port that is taken', async () => {
  const home = await temporaryFolder()
  const unlock = await lockHome(home)
  onTestFinished(unlock)
  const taken: unknown = await lockHome(home).catch((error: unknown) => error)
  expect(startProblem(taken, at, cliText('en'))).toMatchObject({
    name: 'CliError',
    message: expect.stringContaining(`Another Netloom server uses ${netloomHome()}`),
  })
  expect(startProblem(taken, at, cliText('zh'))).toMatchObject({ message: expect.stringContaining('另一个 Netloom 服务') })
})

it('a port that is taken, and an address that is not here, are told as such', async () => {
  const port = await listening(0, '127.0.0.1')
  const problem = (error: unknown) => startProblem(error, { port, host: '192.0.2.1' }, cliText('en'))
  const taken: unknown = await listening(port, '127.0.0.1').catch(problem)
  expect(taken).toMatchObject({ message: expect.stringContaining(`Port ${port} is taken`) })
  const absent: unknown = await listening(0, '192.0.2.1').catch(problem)
  expect(absent).toMatchObject({ message: expect.stringContaining('192.0.2.1 is not an address of this computer') })
})

it('an error that nobody foresaw stays what it is', () => {
  const error = new Error('odd')
  expect(startProblem(error, at, cliText('en'))).toBe(error)
})
