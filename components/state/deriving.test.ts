import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { MachineState } from '../../core/state/state'
import { machineWith } from '../../test/imagined-machine'
import { openLab } from '../inspector/testing/openLab'
import { useDerived } from './derivedStore'
import './deriving'
import { useLabStore } from './labStore'
import { useMachineStore } from './machineStore'

const COST = 50
const lab = {
  netloom: 1 as const,
  name: 'big',
  nodes: { host: { kind: 'host' as const }, red: { kind: 'namespace' as const } },
  links: {},
}
const machine = machineWith(lab)
/** Milliseconds that computations took, beyond what the clock that the test winds says. */
let spent = 0
let plans = 0
let clock: () => number

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  clock = performance.now.bind(performance)
  useDerived.subscribe((now, then) => {
    if (now.plan === then.plan) return
    plans++
    spent += COST
  })
})

beforeEach(async () => {
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + spent)
  openLab(lab, { state: machine, applied: lab })
  await Promise.resolve()
  vi.advanceTimersByTime(100 * COST)
  plans = 0
})

afterAll(() => {
  useLabStore.setState({ status: 'idle' })
  useMachineStore.getState().setState(null)
  vi.useRealTimers()
})

/** The machine with `lo` of a namespace at another MTU each time. */
function changed(count: number): MachineState {
  const { red } = machine.namespaces
  const lo = Object.values(red?.links ?? {}).find(({ name }) => name === 'lo')
  if (!red || !lo) throw new Error('the machine has no lo')
  return {
    ...machine,
    seq: machine.seq + count,
    namespaces: { ...machine.namespaces, red: { ...red, links: { ...red.links, [lo.index]: { ...lo, mtu: 2000 + count } } } },
  }
}

/** Lets the machine change each 50 ms, for so many milliseconds. */
function change(milliseconds: number): void {
  for (let at = 0; at < milliseconds; at += 50) {
    useMachineStore.setState({ state: changed(at) })
    vi.advanceTimersByTime(50)
  }
}

test('a plan that takes long takes a twenty-fifth of the time while the machine keeps changing', () => {
  change(25 * COST * 4)
  expect(plans).toBeGreaterThanOrEqual(4)
  expect(plans).toBeLessThanOrEqual(6)
})

test('what somebody draws meanwhile is planned sooner', () => {
  change(100)
  const before = plans
  useLabStore.setState({ lab: { ...lab, nodes: { ...lab.nodes, blue: { kind: 'namespace' } } } })
  vi.advanceTimersByTime(9 * COST)
  expect(plans).toBe(before + 1)
  expect(useDerived.getState().plan?.steps).toContainEqual(
    expect.objectContaining({ op: expect.objectContaining({ op: 'netns-add', netns: 'blue' }) }),
  )
})
