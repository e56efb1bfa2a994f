import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { noLab } from '../state/labState'
import { useLabStore } from '../state/labStore'
import { useConnection } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { HistoryPanel } from './HistoryPanel'
import { useVersionStore } from './versionStore'

const PATIENT = { timeout: 20_000 }
const { refresh, fetch } = useVersionStore.getState()
const empty = noLab('trial')
const grown: Lab = { ...empty, nodes: { ...empty.nodes, red: { kind: 'namespace' } } }
const asked = vi.fn(async () => {})

beforeEach(() => {
  asked.mockClear()
  useLabStore.setState({ name: 'trial', status: 'ready', lab: grown })
  useVersionStore.setState({ lab: 'trial', refresh: asked, fetch: asked })
})
afterEach(() => {
  cleanup()
  useLabStore.setState({ name: null, status: 'idle' })
  useVersionStore.setState({ refresh, fetch })
  useConnection.setState({ status: 'connecting' })
})

describe('the history panel', () => {
  it('puts out what a version lit up on the canvas when another one is chosen that has nothing to compare with', () => {
    useConnection.setState({ status: 'open' })
    useVersionStore.setState({
      versions: [
        { version: 2, at: 0 },
        { version: 1, at: 0 },
      ],
      documents: new Map([
        [1, empty],
        [2, grown],
      ]),
    })
    render(<HistoryPanel />)
    const [newest, oldest] = screen.getAllByRole('option')
    act(() => newest?.click())
    expect(useViewStore.getState().lit).toHaveLength(1)
    act(() => oldest?.click())
    expect(useViewStore.getState().lit).toEqual([])
  })

  it('reads the versions once the connection is there again', async () => {
    useConnection.setState({ status: 'reconnecting' })
    useVersionStore.setState({ versions: null })
    render(<HistoryPanel />)
    expect(asked).not.toHaveBeenCalled()
    act(() => useConnection.setState({ status: 'open' }))
    await vi.waitFor(() => expect(asked).toHaveBeenCalledWith('trial'), PATIENT)
  })
})
