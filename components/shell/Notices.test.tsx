import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Command } from '../../core/edit/change'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { shellEn } from '../i18n/shell.en'
import type { Refusal } from '../state/labState'
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

describe('an edit that the server refused is told by its reason', () => {
  const t = shellEn.refused
  const refused = (refusal: Partial<Refusal>) =>
    act(() =>
      useLabStore.setState({
        refusal: { id: 2, command: { label: 'x', changes: [] }, problem: 'stale', diagnostics: [], ...refusal },
      }),
    )

  it('as an undo or a redo that no longer goes, where the lab has moved on', () => {
    for (const problem of ['stale', 'conflict'] as const)
      for (const step of ['undo', 'redo'] as const) {
        refused({ problem, step })
        expect(screen.getByText(t[step])).toBeTruthy()
        expect(screen.queryByText(t.conflict)).toBe(null)
      }
  })

  it('and otherwise in the words for any edit, with the system’s own where there are no others', () => {
    for (const step of [undefined, 'undo', 'redo'] as const) {
      refused({ step, problem: 'invalid', text: 'nodes: not a lab' })
      expect(screen.getByText(t.invalid)).toBeTruthy()
      expect(screen.queryByText('nodes: not a lab')).toBe(null)
      refused({ step, problem: 'store-failed', text: 'ENOSPC: no space left on device' })
      expect(screen.getByText(t.other)).toBeTruthy()
      expect(screen.getByText('ENOSPC: no space left on device')).toBeTruthy()
      const tooLarge = { code: 'file-too-large', severity: 'error', element: { kind: 'lab' }, path: [] } as const
      const params = { bytes: 2, max: 1 }
      refused({ step, problem: 'too-large', text: 'a lab file has at most 1 bytes', diagnostics: [{ ...tooLarge, params }] })
      expect(screen.getByText(describeDiagnostic({ ...tooLarge, params }, 'en').message)).toBeTruthy()
      expect(screen.queryByText(t.other)).toBe(null)
    }
  })
})
