import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useViewStore } from '../state/viewStore'
import { useShortcuts } from './useShortcuts'

function Page() {
  useShortcuts()
  return (
    <>
      <input aria-label="name" />
      <div role="menu">
        <button type="button">entry</button>
      </div>
    </>
  )
}

const overlay = () => useViewStore.getState().overlay

describe('shortcuts', () => {
  beforeEach(() => {
    useViewStore.setState({ overlay: null })
    render(<Page />)
  })
  afterEach(cleanup)

  it('run their action and take the key from the browser', () => {
    const untouched = fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
    expect(overlay()).toBe('commands')
    expect(untouched).toBe(false)
  })

  it('leave plain keys to a text field, but not those that are meant to work everywhere', () => {
    const field = screen.getByLabelText('name')
    expect(fireEvent.keyDown(field, { key: '?' })).toBe(true)
    expect(overlay()).toBe(null)
    fireEvent.keyDown(field, { key: 'k', ctrlKey: true })
    expect(overlay()).toBe('commands')
  })

  it('leave plain keys to an open menu', () => {
    fireEvent.keyDown(screen.getByText('entry'), { key: '?' })
    expect(overlay()).toBe(null)
  })

  it('leave a key alone that somebody has already handled', () => {
    const handle = (event: Event) => event.preventDefault()
    document.body.addEventListener('keydown', handle)
    fireEvent.keyDown(document.body, { key: '?' })
    document.body.removeEventListener('keydown', handle)
    expect(overlay()).toBe(null)
  })

  it('leave a key alone whose action cannot be done now', () => {
    // No lab is open, so there is nothing to undo, and the browser’s own meaning of the key stays.
    expect(fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })).toBe(true)
  })
})
