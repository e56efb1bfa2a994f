import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MachineStatus } from '../../core/protocol/socket'
import { hostEn } from '../i18n/host.en'
import { noLab } from '../state/labState'
import { useLabStore } from '../state/labStore'
import { useConnection } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { HostNotices } from './HostNotices'

const t = hostEn.keep
const RUNNING: MachineStatus = { kind: 'host', status: 'running' }
const HALF_AN_HOUR = 1_800_000

let said: string[] = []
let stop = () => {}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
  useConnection.setState({ status: 'open' })
  useLabStore.setState({ status: 'ready', machine: RUNNING, keepUntil: null, lab: noLab('office') })
  said = []
  stop = useViewStore.subscribe((now, before) => {
    if (now.announcement !== before.announcement) said.push(now.announcement.text)
  })
})
afterEach(() => {
  stop()
  cleanup()
  vi.useRealTimers()
  useLabStore.setState({ status: 'idle', machine: { kind: 'sandbox', status: 'stopped' }, keepUntil: null })
})

function wait(lab: string, seconds: number): void {
  const machine: MachineStatus = { ...RUNNING, waiting: { lab, seconds } }
  act(() => useLabStore.setState({ machine, keepUntil: performance.now() + seconds * 1000 }))
}

function pass(seconds: number): void {
  for (let passed = 0; passed < seconds; passed++) act(() => vi.advanceTimersByTime(1000))
}

describe('a change that waits to be kept', () => {
  it('is announced with the seconds that are left, however long the page was open, and again when time runs short', () => {
    render(<HostNotices />)
    act(() => vi.advanceTimersByTime(HALF_AN_HOUR))
    wait('office', 60)
    expect(said).toEqual([t.announce(60)])
    pass(29)
    expect(said).toEqual([t.announce(60)])
    pass(31)
    expect(said).toEqual([t.announce(60), t.announce(30), t.announce(10)])
    expect(screen.getByTestId('keep').textContent).toContain(t.working)
  })

  it('counts where no screen reader follows every second', () => {
    render(<HostNotices />)
    wait('office', 60)
    expect(screen.queryByRole('status')).toBe(null)
    expect(screen.getByRole('group', { name: t.title }).textContent).toContain(t.text(60))
    pass(5)
    expect(screen.getByRole('group', { name: t.title }).textContent).toContain(t.text(55))
  })

  it('of another lab is said, too', () => {
    render(<HostNotices />)
    wait('attic', 60)
    expect(said).toEqual([t.other('attic', 60)])
    expect(screen.queryByRole('status')).toBe(null)
  })
})
