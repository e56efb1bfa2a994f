import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { Machine } from '../../server/agent/observe/machine'
import { Observer } from '../../server/agent/observe/observer'
import { Services } from '../../server/agent/services/services'

const namespaces: Namespaces[] = []
const observers: Observer[] = []

beforeEach(() => {
  // The kernel answers in its own time; only what the observer counts on goes by ours.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
  for (const observer of observers.splice(0)) observer.stop()
  for (const known of namespaces.splice(0)) for (const namespace of known.all()) namespace.close()
})

/** An observer that runs, and how often it has read everything. */
async function running() {
  const known = new Namespaces()
  const machine = new Machine(known, new Services(known))
  const readAll = vi.spyOn(machine, 'readAll')
  const observer = new Observer(machine)
  namespaces.push(known)
  observers.push(observer)
  await observer.start()
  const readings = async () => {
    await observer.inTurn(async () => undefined)
    return readAll.mock.calls.length
  }
  return { observer, readings }
}

test('everything is read each 30 seconds while somebody looks on', async () => {
  const { observer, readings } = await running()
  const end = observer.lookOn()
  expect(await readings()).toBe(1)
  for (const count of [2, 3]) {
    vi.advanceTimersByTime(30_000)
    expect(await readings()).toBe(count)
  }
  end()
  vi.advanceTimersByTime(30_000)
  expect(await readings()).toBe(3)
})

test('while nobody does, each five minutes, and for who comes in between', async () => {
  const { observer, readings } = await running()
  vi.advanceTimersByTime(270_000)
  expect(await readings()).toBe(1)
  vi.advanceTimersByTime(30_000)
  expect(await readings()).toBe(2)
  vi.advanceTimersByTime(90_000)
  observer.lookOn()
  observer.lookOn()
  expect(await readings()).toBe(3)
})

test('what a plan was made from needs no other reading for who comes then', async () => {
  const { observer, readings } = await running()
  vi.advanceTimersByTime(90_000)
  await observer.inTurn(() => observer.readForPlan())
  observer.lookOn()
  expect(await readings()).toBe(2)
})
