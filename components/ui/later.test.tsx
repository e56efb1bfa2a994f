import { cleanup, render, screen } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { later } from './later'

afterEach(cleanup)

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
})
