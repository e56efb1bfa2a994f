import { act, cleanup, render, screen } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useConnection } from '../state/socket'
import { later } from './later'

/** The machine may be busy; only never is too late. */
const PATIENT = { timeout: 20_000 }

afterEach(() => {
  cleanup()
  useConnection.setState({ status: 'connecting' })
})

const Word = ({ word }: { word: string }) => <p>{word}</p>

class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? <p>failed</p> : this.props.children
  }
}

describe('a component that is fetched later', () => {
  it('draws its place until it is here, and is fetched once', async () => {
    const load = vi.fn(async () => Word)
    const Late = later(load, () => <p>wait</p>)
    expect(load).not.toHaveBeenCalled()
    render(<Late word="here" />)
    expect(screen.getByText('wait')).toBeTruthy()
    await screen.findByText('here')
    cleanup()
    render(<Late word="again" />)
    expect(screen.getByText('again')).toBeTruthy()
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('is there at once when it was fetched ahead', async () => {
    const load = vi.fn(async () => Word)
    const Late = later(load)
    Late.preload()
    await vi.waitFor(() => expect(load.mock.settledResults[0]?.type).toBe('fulfilled'))
    render(<Late word="here" />)
    await screen.findByText('here')
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('fails into the nearest boundary, and is fetched anew the next time', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const load = vi.fn(async () => Word)
    load.mockRejectedValueOnce(new Error('gone'))
    const Late = later(load)
    render(<Late word="here" />, { wrapper: Boundary })
    await screen.findByText('failed')
    cleanup()
    render(<Late word="here" />, { wrapper: Boundary })
    await screen.findByText('here')
  })

  it('is fetched anew where the connection opened while it was under way, once for each opening', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    useConnection.setState({ status: 'reconnecting' })
    let lose = (_: Error) => {}
    const first = new Promise<typeof Word>((_, reject) => {
      lose = reject
    })
    const load = vi.fn(() => Promise.reject<typeof Word>(new Error('gone')))
    load.mockReturnValueOnce(first)
    const Late = later(load)
    render(<Late word="here" />, { wrapper: Boundary })
    expect(load).toHaveBeenCalledTimes(1)
    act(() => useConnection.setState({ status: 'open' }))
    expect(load).toHaveBeenCalledTimes(1)
    lose(new Error('lost with the connection'))
    await screen.findByText('failed', {}, PATIENT)
    expect(load).toHaveBeenCalledTimes(2)
  })
})
