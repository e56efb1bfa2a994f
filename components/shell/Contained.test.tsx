import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shellEn } from '../i18n/shell.en'
import { useConnection } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { later } from '../ui/later'
import { Contained } from './Contained'

/** The machine may be busy; only never is too late. */
const PATIENT = { timeout: 20_000 }

/** A part whose code does not come while the server is gone. */
function part() {
  const server = { gone: true }
  const load = vi.fn(async () => {
    if (server.gone) throw new Error('ChunkLoadError')
    return () => <p>inspector</p>
  })
  const Late = later(load)
  render(
    <Contained>
      <Late />
    </Contained>,
  )
  return { server, load }
}

const again = () => screen.findByRole('button', { name: shellEn.problem.reload }, PATIENT)
const lose = () => act(() => useConnection.setState({ status: 'reconnecting' }))
const open = () => act(() => useConnection.setState({ status: 'open' }))

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  useViewStore.setState({ locale: 'en' })
  useConnection.setState({ status: 'reconnecting' })
})
afterEach(() => {
  cleanup()
  useConnection.setState({ status: 'connecting' })
})

describe('a part of the page that failed', () => {
  it('is tried again by itself when the connection opens', async () => {
    const { server } = part()
    await again()
    server.gone = false
    open()
    await screen.findByText('inspector', {}, PATIENT)
    expect(screen.queryByRole('alert')).toBe(null)
  })

  it('is tried once for each opening, however often it fails, and whenever the reader says so', async () => {
    const { server, load } = part()
    await again()
    for (const tried of [2, 3, 4]) {
      open()
      await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(tried), PATIENT)
      await again()
      expect(load).toHaveBeenCalledTimes(tried)
      lose()
    }
    server.gone = false
    const button = await again()
    act(() => button.click())
    await screen.findByText('inspector', {}, PATIENT)
    expect(load).toHaveBeenCalledTimes(5)
  })

  it('is left as it is by an opening once it is there', async () => {
    const { server, load } = part()
    await again()
    server.gone = false
    open()
    const shown = await screen.findByText('inspector', {}, PATIENT)
    lose()
    open()
    expect(screen.getByText('inspector')).toBe(shown)
    expect(load).toHaveBeenCalledTimes(2)
  })
})
