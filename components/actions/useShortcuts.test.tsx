import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { useLabStore } from '../state/labStore'
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
      <header>the lab’s name</header>
      <main>the canvas</main>
      <aside>an address to be read</aside>
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

  describe('to copy', () => {
    const select = (from: Element, to: Element) =>
      document.getSelection()?.setBaseAndExtent(from.firstChild ?? from, 0, to.firstChild ?? to, 3)
    const copies = () => !fireEvent.keyDown(document.body, { key: 'c', ctrlKey: true })

    beforeEach(() => {
      const lab = emptyLab('copied')
      useLabStore.setState({ status: 'ready', lab: { ...lab, nodes: { ...lab.nodes, red: { kind: 'namespace' } } } })
      useViewStore.setState({ selection: [{ kind: 'node', node: 'red' }] })
    })
    afterEach(() => {
      document.getSelection()?.removeAllRanges()
      useLabStore.setState({ status: 'idle' })
      useViewStore.setState({ selection: [] })
    })

    it('mean the text that the reader has selected, where there is some', () => {
      expect(copies()).toBe(true)
      const text = screen.getByText('an address to be read')
      select(text, text)
      expect(copies()).toBe(false)
    })

    it('mean the nodes where a box that was drawn has taken text along', () => {
      select(screen.getByText('the lab’s name'), screen.getByText('the canvas'))
      expect(copies()).toBe(true)
    })
  })
})
