import { act, cleanup, render, screen } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useMissingStore } from '../state/missingStore'
import { useConnection } from '../state/socket'
import { later } from './later'
import { Spared } from './Spared'

/** The machine may be busy; only never is too late. */
const PATIENT = { timeout: 20_000 }

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  useMissingStore.getState().dismiss()
})
afterEach(cleanup)

/** A page with a dialog whose code does not come at first. */
function withLate() {
  const load = vi.fn(async () => () => <p>dialog</p>)
  load.mockRejectedValueOnce(new Error('ChunkLoadError'))
  return later(load)
}

function Page({ dialog }: { dialog: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        open
      </button>
      {open && <Spared onFail={() => setOpen(false)}>{dialog}</Spared>}
    </>
  )
}

describe('a part that the page can do without', () => {
  it('is left out where its code does not come; the page stays and says so, and the next opening tries again', async () => {
    const Late = withLate()
    render(<Page dialog={<Late />} />)
    const button = screen.getByRole('button')
    act(() => button.click())
    await vi.waitFor(() => expect(useMissingStore.getState().missing).toBe(true), PATIENT)
    expect(screen.getByRole('button')).toBe(button)
    act(() => button.click())
    await screen.findByText('dialog', {}, PATIENT)
  })

  it('is tried again when the connection opens again, where it stays wanted', async () => {
    const Late = withLate()
    useConnection.setState({ status: 'reconnecting' })
    render(
      <Spared>
        <Late />
      </Spared>,
    )
    await vi.waitFor(() => expect(useMissingStore.getState().missing).toBe(true), PATIENT)
    expect(screen.queryByText('dialog')).toBe(null)
    act(() => useConnection.setState({ status: 'open' }))
    await screen.findByText('dialog', {}, PATIENT)
  })
})
