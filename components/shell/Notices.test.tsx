import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Command } from '../../core/edit/change'
import { shellEn } from '../i18n/shell.en'
import { useLabStore } from '../state/labStore'
import { OFFLINE } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { Notices } from './Notices'

beforeEach(() => {
  vi.useFakeTimers()
  useViewStore.setState({ locale: 'en', drawer: null })
  useLabStore.setState({
    refusal: { id: 1, command: { label: 'x', changes: [] }, problem: 'conflict', diagnostics: [] },
    applyError: { code: 'machine-unavailable' },
    chooseError: { code: 'busy' },
  })
  render(<Notices />)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

it('a refused edit goes by itself, and takes nothing along that was said of an apply or of another machine', () => {
  expect(screen.getAllByRole('status')).toHaveLength(3)
  act(() => void vi.advanceTimersByTime(8000))
  expect(screen.getAllByRole('status')).toHaveLength(2)
  expect(useLabStore.getState()).toMatchObject({
    refusal: null,
    applyError: { code: 'machine-unavailable' },
    chooseError: { code: 'busy' },
  })
})

it('each is dismissed by its own button', () => {
  const [choose, apply] = screen.getAllByRole('button', { name: 'Dismiss' })
  act(() => choose?.click())
  expect(useLabStore.getState()).toMatchObject({
    chooseError: null,
    applyError: { code: 'machine-unavailable' },
    refusal: { id: 1 },
  })
  act(() => apply?.click())
  expect(useLabStore.getState()).toMatchObject({ applyError: null, refusal: { id: 1 } })
})

it('an apply that nobody answered is not called one that failed: the agent goes on without the page', () => {
  act(() => useLabStore.setState({ applyError: { code: 'failed', text: OFFLINE } }))
  expect(screen.getByText(shellEn.applyFailed.offline)).toBeTruthy()
  expect(screen.queryByText(shellEn.applyFailed.other)).toBe(null)
})

it('an edit that can no longer be taken back is not said to have been made by somebody else at the same time', () => {
  act(() => useLabStore.setState({ status: 'ready' }))
  const gone: Command = { label: 'x', changes: [{ change: 'set', path: ['nodes', 'gone'], to: { kind: 'namespace' } }] }
  act(() => useLabStore.setState({ undoable: [{ edit: 'e', command: gone }] }))
  act(() => void useLabStore.getState().undo())
  expect(screen.getByText(shellEn.refused.undo)).toBeTruthy()
  expect(screen.queryByText(shellEn.refused.conflict)).toBe(null)
})
