import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { useLabStore } from './labStore'
import { useProbeStore } from './probeStore'
import { OFFLINE, useConnection } from './socket'
import { eventually } from './testing/eventually'
import { openWire, type Wire } from './testing/wire'

let wire: Wire
beforeAll(async () => {
  wire = await openWire()
})
afterAll(() => wire.close())
beforeEach(() => {
  useLabStore.setState({ name: 'a' })
  wire.asked.length = 0
})

const runs = () => useProbeStore.getState().runs
const leaveFor = (name: string) => {
  useLabStore.getState().closeLab()
  useLabStore.setState({ name })
}

it('what was asked in a lab is not there in the next one: no runs, no way, no target', () => {
  const probes = useProbeStore.getState()
  probes.startPing('red', 'blue', 5)
  probes.setDraft({ node: 'red', target: 'blue' })
  probes.setPath({ run: 'r', request: [], reply: [], arrives: true, pulse: 1, answered: true })
  leaveFor('b')
  const { path, draft } = useProbeStore.getState()
  expect(runs()).toEqual([])
  expect(path).toBeNull()
  expect(draft).toMatchObject({ node: '', target: '' })
})

it('a ping that is under way when its lab is left is stopped there, and not in the lab that is open by then', async () => {
  const probe = useProbeStore.getState().startPing('red', 'blue', 1000)
  leaveFor('b')
  await eventually(() => expect(wire.asked).toContainEqual({ event: 'probe:cancel', request: { lab: 'a', probe } }))
})

it('a ping whose connection breaks has failed, for its answers will never come', async () => {
  const probe = useProbeStore.getState().startPing('red', 'blue', 1000)
  await eventually(() => expect(wire.asked.map(({ event }) => event)).toContain('probe:ping'))
  wire.send('probe', { lab: 'a', probe, event: { kind: 'start', command: 'ping 10.0.0.2', address: '10.0.0.2' } })
  await eventually(() => expect(runs()).toMatchObject([{ id: probe, status: 'running', events: [{ kind: 'start' }] }]))
  wire.cut()
  await eventually(() => expect(runs()).toMatchObject([{ id: probe, status: 'failed', error: { text: OFFLINE } }]))
  await eventually(() => expect(useConnection.getState().status).toBe('open'))
})
