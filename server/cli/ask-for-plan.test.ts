import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseLabFile } from '../../core/lab/file'
import type { AgentFrame } from '../../core/protocol/agent'
import { labDigest } from '../lab-digest'
import { temporaryFolder } from '../labs/testing'
import { runFolder } from '../machines/run-folder'
import { Peer, type PeerRequest } from '../machines/testing/peer'
import { cli } from './testing'

/** What the command line and a sandbox's agent say to each other about a plan that has nothing to do. */

const TEXT = 'netloom: 1\nname: pair\nnodes:\n  red: { kind: namespace }\n'
const { lab } = parseLabFile(TEXT)
const nothing = { id: 'x', ops: [], conflicts: 0 }

let file: string
let peer: Peer
let answers: (id: number, request: PeerRequest['request']) => AgentFrame
let before: string | undefined

beforeEach(async () => {
  const home = await temporaryFolder()
  before = process.env.NETLOOM_HOME
  process.env.NETLOOM_HOME = home
  file = join(home, 'pair.netloom.yaml')
  await writeFile(file, TEXT)
  peer = new Peer(({ id, request }) => peer.send(answers(id, request)))
  await peer.listen(await runFolder(), 'pair.sock')
})

afterEach(() => {
  peer.close()
  if (before === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = before
})

/** Plans, sees that it says that there is nothing to do, and gives what the agent was asked after `hello`. */
async function asked(): Promise<unknown[]> {
  const { code, err } = await cli(['plan', file])
  expect({ code, err }).toEqual({ code: 0, err: 'Nothing to do: the machine is as the lab says.\n' })
  return peer.requests.slice(1).map(({ request }) => request)
}

const refused = (id: number, code: 'failed' | 'bad-request'): AgentFrame => ({
  id,
  type: 'error',
  error: { code, message: 'no' },
})
const byDigest = (fresh: boolean) => ({ type: 'plan-applied', lab: 'pair', digest: lab && labDigest(lab), fresh })

it('an agent that has applied the lab is not sent it again', async () => {
  answers = (id, { type }) => (type === 'read' ? { id, type } : { id, type: 'plan-applied', plan: nothing })
  expect(await asked()).toEqual([{ type: 'read' }, byDigest(false)])
})

it.each([
  ['that has applied another one', (id: number): AgentFrame => ({ id, type: 'plan-applied' })],
  ['of an older Netloom', (id: number) => refused(id, 'bad-request')],
])('an agent %s is sent the lab', async (_which, answer) => {
  answers = (id, { type }) => (type === 'read' ? { id, type } : type === 'plan' ? { id, type, plan: nothing } : answer(id))
  expect(await asked()).toEqual([{ type: 'read' }, byDigest(false), { type: 'plan', lab, fresh: false }])
})

it('an agent that could not read the machine when it was asked to is asked to read it for the plan', async () => {
  answers = (id, { type }) => (type === 'read' ? refused(id, 'failed') : { id, type: 'plan-applied', plan: nothing })
  expect(await asked()).toEqual([{ type: 'read' }, byDigest(false), byDigest(true)])
})
