import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../labs/testing'
import { connectAgent } from '../machines/connection'
import { runFolder } from '../machines/run-folder'
import { Peer } from '../machines/testing/peer'
import { cli } from './testing'

let file: string
let socket: string
let peer: Peer
let before: string | undefined

// The agent of this computer listens where no test may: here it is the same peer.
vi.mock('../machines/host', () => ({ startHost: () => connectAgent(socket) }))

beforeEach(async () => {
  const home = await temporaryFolder()
  before = process.env.NETLOOM_HOME
  process.env.NETLOOM_HOME = home
  file = join(home, 'pair.netloom.yaml')
  // A name in quotes is known only once the file has been read.
  await writeFile(file, 'netloom: 1\nname: "pair"\nnodes:\n  red: { kind: namespace }\n')
  peer = new Peer(({ id }) => peer.send({ id, type: 'error', error: { code: 'failed', message: 'nft: no such program' } }))
  socket = await peer.listen(await runFolder(), 'pair.sock')
})
afterEach(() => {
  peer.close()
  if (before === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = before
})

it.each([
  ['plan', 'FILE'],
  ['plan', 'FILE', '--machine', 'host'],
  ['preflight', 'FILE'],
  ['status', '--machine', 'host'],
])('%s %s %s %s tells what the agent refused, and lets go of it, so that the command ends', async (...argv) => {
  const { code, err } = await cli(argv.map((argument) => (argument === 'FILE' ? file : argument)))
  expect(code).toBe(1)
  expect(err).toContain('nft: no such program')
  await expect.poll(() => peer.connections).toBe(0)
})
