import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppliedRun } from '../../core/protocol/applied-runs'
import type { Locale } from '../../core/text/locale'
import { panelsEn } from '../i18n/panels.en'
import { openLab } from '../inspector/testing/openLab'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { LogPanel } from './LogPanel'
import { logEn } from './log.en'
import { logZh } from './log.zh'
import { runKey, useLogStore } from './logStore'

// jsdom has no layout and therefore nothing to scroll.
Element.prototype.scrollIntoView = () => undefined

const applied: AppliedRun = {
  at: '2026-03-01T10:00:00.000Z',
  ended: '2026-03-01T10:00:01.500Z',
  machine: 'sandbox',
  actor: 'session abc',
  outcome: 'applied',
  steps: 2,
}
const failed: AppliedRun = {
  ...applied,
  at: '2026-03-01T11:00:00.000Z',
  machine: 'host',
  actor: 'root',
  outcome: 'put-back',
  error: 'add red: No space left on device (ENOSPC)',
}

function show(state: Partial<ReturnType<typeof useLogStore.getState>>, locale: Locale = 'en') {
  openLab({ netloom: 1, name: 'trial', nodes: { host: { kind: 'host' } }, links: {} })
  useLabStore.setState({ name: 'trial' })
  useViewStore.setState({ locale })
  useLogStore.setState({
    lab: 'trial',
    runs: [failed, applied],
    closed: false,
    more: false,
    you: 'abc',
    whole: new Map(),
    ...state,
  })
  render(<LogPanel />)
}

afterEach(() => {
  cleanup()
  useLabStore.setState({ status: 'idle' })
  useViewStore.setState({ locale: 'en' })
})

describe('the log', () => {
  it('says of a failure what the kernel said, what that means, and what became of it', () => {
    show({})
    fireEvent.keyDown(screen.getByRole('listbox'), { key: 'Home' })
    expect(screen.getByText(logEn.meaning.stepFailed)).toBeTruthy()
    expect(screen.getByText('add red: No space left on device (ENOSPC)')).toBeTruthy()
    expect(screen.getByText(panelsEn.plan.errno.ENOSPC)).toBeTruthy()
    expect(screen.getByRole('option', { selected: true }).textContent).toContain(logEn.user('root'))
  })

  it('has the commands of a run, or says that there were too many, or that they are gone', () => {
    show({ whole: new Map([[runKey(applied), { ...applied, commands: ['ip netns add red', 'ip netns add blue'] }]]) })
    fireEvent.keyDown(screen.getByRole('listbox'), { key: 'End' })
    expect(screen.getByRole('region', { name: logEn.commands }).textContent).toBe('ip netns add red\nip netns add blue\n')
    expect(screen.getByText('1.5 s')).toBeTruthy()
    cleanup()
    show({ whole: new Map([[runKey(applied), applied]]) })
    fireEvent.keyDown(screen.getByRole('listbox'), { key: 'End' })
    expect(screen.getByText(logEn.notWritten)).toBeTruthy()
    cleanup()
    show({ whole: new Map([[runKey(applied), null]]) })
    fireEvent.keyDown(screen.getByRole('listbox'), { key: 'End' })
    expect(screen.getByText(logEn.goneSince)).toBeTruthy()
  })

  it('says where this computer’s log cannot be had how to read it, in the reader’s language', () => {
    show({ closed: true, runs: [] })
    expect(screen.getByText('sudo netloom log trial --machine host')).toBeTruthy()
    expect(screen.getByText(logEn.empty)).toBeTruthy()
    cleanup()
    show({ closed: true, runs: [] }, 'zh')
    expect(screen.getByText(logZh.empty)).toBeTruthy()
  })
})
