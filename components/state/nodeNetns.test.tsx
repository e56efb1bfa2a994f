import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import type { MachineState, NetnsState } from '../../core/state/state'
import { useLabStore } from './labStore'
import { useMachineStore } from './machineStore'
import { useNodeNetnsName } from './nodeNetns'

const lab: Lab = { netloom: 1, name: 'trial', nodes: { crimson: { kind: 'namespace', id: 'red' } }, links: {} }

const netns = (name: string, owner?: NetnsState['owner']) =>
  ({ name, links: {}, ...(owner && { owner }) }) as unknown as NetnsState
const machine = (...all: NetnsState[]) =>
  ({ namespaces: Object.fromEntries(all.map((one) => [one.name, one])) }) as unknown as MachineState

afterEach(() => {
  cleanup()
  useMachineStore.getState().setState(null)
})

it('finds a namespace by its mark, so one that is renamed in the drawing still has its lights', () => {
  useLabStore.setState({ lab })
  const { result } = renderHook(() => useNodeNetnsName('crimson'))
  expect(result.current).toBe('crimson')
  act(() => useMachineStore.getState().setState(machine(netns('host'), netns('red', { lab: 'trial', id: 'red' }))))
  expect(result.current).toBe('red')
  act(() => useMachineStore.getState().setState(machine(netns('host'), netns('red', { lab: 'another', id: 'red' }))))
  expect(result.current).toBe('crimson')
})
