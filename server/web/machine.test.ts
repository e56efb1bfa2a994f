import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { blankMachine } from '../../core/state/blank'
import { logIn } from '../machines/applied-log'
import { runFolder } from '../machines/run-folder'
import { Peer } from '../machines/testing/peer'
import { handlers } from './handlers'
import { LabMachine } from './machine'
import { newVisit, openShared } from './testing/visits'

const at = openShared()
let peer: Peer

beforeEach(async () => {
  peer = new Peer(({ id, request }) => {
    if (request.type === 'observe') peer.send({ id, type: 'observation', observation: { state: blankMachine, applied: {} } })
  })
  await peer.listen(await runFolder(), 'demo.sock')
})
afterEach(() => peer.close())

it('applies to the end, and has it in the log, though the only page leaves meanwhile', async () => {
  const { visit } = newVisit(at.shared)
  const room = await visit.enter('demo')
  const { revision } = room.session.current
  const context = { ...at.shared, visit, actor: 'me' }
  const applying = handlers['machine:apply'](context, { lab: 'demo', revision, planId: 'p' })
  await expect.poll(() => peer.asked('apply')).toBeDefined()
  visit.end()

  const { id = 0 } = peer.asked('apply') ?? {}
  peer.send({ id, type: 'steps', plan: { counts: [{ op: 'netns-add', count: 1 }] } })
  const result = { outcome: 'applied', planId: 'p', steps: 1, milliseconds: 1 } as const
  peer.send({ id, type: 'applied', result })
  expect(await applying).toEqual(result)
  expect((await logIn(at.home)).map(({ did }) => did)).toEqual(['started', 'applied'])
  await expect.poll(() => peer.connections).toBe(0)
})

it('shows the page that comes back the apply that is under way', async () => {
  const before = newVisit(at.shared)
  const { session } = await before.visit.enter('demo')
  const { revision } = session.current
  const context = { ...at.shared, visit: before.visit, actor: 'me' }
  const applying = handlers['machine:apply'](context, { lab: 'demo', revision, planId: 'p' })
  await expect.poll(() => peer.asked('apply')).toBeDefined()
  const released = vi.spyOn(at.shared.rooms, 'release')
  before.visit.end()
  await expect.poll(() => released).toHaveBeenCalled()

  const { id = 0 } = peer.asked('apply') ?? {}
  const after = newVisit(at.shared)
  const room = await after.visit.enter('demo')
  after.visit.join(room)
  const progress = { planId: 'p', done: 0, total: 1, phase: 'running' } as const
  peer.send({ id, type: 'progress', progress })
  await expect.poll(() => room.machine.applying).toEqual(progress)
  peer.send({ id, type: 'applied', result: { outcome: 'applied', planId: 'p', steps: 1, milliseconds: 1 } })
  await applying
  expect(after.page.heard).toContain('apply:result')
})

it('keeps no connection that was on its way when the last page left', async () => {
  const machine = new LabMachine('demo', 'sandbox')
  const watching = machine.watch()
  machine.unwatch()
  await watching
  await expect.poll(() => peer.asked('hello')).toBeDefined()
  await expect.poll(() => peer.connections).toBe(0)
  expect(machine.status.status).toBe('stopped')
})

it('starts the server of a guide once a sandbox runs, though it was refused before', async () => {
  const machine = new LabMachine('demo', 'sandbox')
  const serve = () => machine.guide.keepRunning('guide', 'red', ['server'])
  await expect(serve()).rejects.toMatchObject({ code: 'not-running' })
  await machine.watch()
  const serving = serve()
  await expect.poll(() => peer.asked('run')).toBeDefined()
  peer.send({ id: peer.asked('run')?.id ?? 0, type: 'output', stream: 'stdout', data: 'ready' })
  await serving
  machine.unwatch()
})
