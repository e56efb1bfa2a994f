import { expect, it, onTestFinished, vi } from 'vitest'
import { connectAgent } from '../machines/connection'
import { runFolder } from '../machines/run-folder'
import { Peer } from '../machines/testing/peer'
import { machinesOf } from './lab-machines'
import { openShared } from './testing/visits'

const at = openShared()
let socket: string

// The agent of this computer listens where no test may: here it is the peer.
vi.mock('../machines/host', () => ({ findHost: () => connectAgent(socket) }))

it('lists the labs also where the agent of this computer ends just while it is asked', async () => {
  const peer = new Peer(() => peer.hangUp())
  onTestFinished(() => peer.close())
  socket = await peer.listen(await runFolder(), 'host.sock')
  const { store, rooms } = at.shared
  await store.rememberMachine('demo', 'host')
  expect(await machinesOf(['demo'], store, rooms)).toEqual([{ kind: 'host', status: 'stopped' }])
  expect(peer.asked('observe')).toBeDefined()
})
