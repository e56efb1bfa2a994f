import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { bareMachine, machineWith } from '../../test/imagined-machine'
import { applyStateChange } from './apply'
import { diffMachine } from './diff'
import type { MachineState, NetnsState } from './state'

function changed(state: MachineState, netns: string, fields: Partial<NetnsState>): MachineState {
  const found = state.namespaces[netns]
  if (!found) throw new Error(netns)
  return { ...state, namespaces: { ...state.namespaces, [netns]: { ...found, ...fields } } }
}

function follow(before: MachineState, after: MachineState): MachineState | null {
  return applyStateChange(before, { epoch: before.epoch, seq: before.seq + 1, namespaces: diffMachine(before, after) ?? {} })
}

const host = () => bareMachine().namespaces.host as NetnsState

describe('a difference', { timeout: 60_000 }, () => {
  test('takes any state to any other', () => {
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), arbitraryLab({ name: 'demo' }), (a, b) => {
        const before = machineWith(a)
        const after = machineWith(b)
        expect(follow(before, after)?.namespaces).toEqual(after.namespaces)
      }),
      { numRuns: 50 },
    )
  })

  test('is null between equal states, even where they are other objects', () => {
    expect(diffMachine(bareMachine(), bareMachine())).toBeNull()
  })

  test('holds only what changed', () => {
    const after = changed(bareMachine(), 'host', { forwarding: { ipv4: true, ipv6: true } })
    expect(diffMachine(bareMachine(), after)).toEqual({ host: { forwarding: { ipv4: true, ipv6: true } } })
  })

  test('tells a link that is gone from one that did not change', () => {
    const [lo] = Object.values(host().links)
    const before = changed(bareMachine(), 'host', {
      links: { 1: { ...host().links[1], ...lo } as never, 2: { ...lo, index: 2, name: 'eth0' } as never },
    })
    expect(diffMachine(before, bareMachine())).toEqual({ host: { links: { 2: null } } })
  })

  test('takes away an owner', () => {
    const owned = changed(bareMachine(), 'host', { owner: { lab: 'demo', id: 'red' } })
    expect(follow(owned, bareMachine())?.namespaces.host).not.toHaveProperty('owner')
  })
})

describe('a state that follows', () => {
  test('keeps the identity of namespaces and links that did not change', () => {
    const before = { ...bareMachine(), namespaces: { host: host(), red: { ...host(), name: 'red' } } }
    const after = follow(
      before,
      changed(before, 'host', { routes: [{ family: 4, to: 'default', metric: 0, protocol: 3, scope: 0 }] }),
    )
    expect(after?.namespaces.red).toBe(before.namespaces.red)
    expect(after?.namespaces.host?.links).toBe(before.namespaces.host.links)
  })

  test('is none when a change is missing between, the agent began anew, or the namespace was never seen', () => {
    const state = bareMachine()
    expect(applyStateChange(state, { epoch: state.epoch, seq: 2, namespaces: {} })).toBeNull()
    expect(applyStateChange(state, { epoch: 'another', seq: 1, namespaces: {} })).toBeNull()
    expect(applyStateChange(state, { epoch: state.epoch, seq: 1, namespaces: { red: { routes: [] } } })).toBeNull()
  })

  test('may lose a namespace', () => {
    const state = bareMachine()
    expect(applyStateChange(state, { epoch: state.epoch, seq: 1, namespaces: { host: null } })?.namespaces).toEqual({})
  })
})
