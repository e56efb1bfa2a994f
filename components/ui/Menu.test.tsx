import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ContextMenu, Menu } from './Menu'

beforeAll(async () => {
  // Fetched on the first opening; here beforehand, so that no test waits for it.
  await import('./MenuList')
  // jsdom has no layout, so nobody needs to watch it.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
})
afterEach(cleanup)

const entries = (run: () => void) => [
  { id: 'copy', label: 'Copy', shortcut: 'mod+c', run },
  { id: 'line', separator: true as const },
  { id: 'paste', label: 'Paste', disabled: true, run },
]

describe('a menu under a button', () => {
  it('opens on a press, does what is chosen, and gives the keyboard back', async () => {
    const run = vi.fn()
    render(
      <Menu entries={entries(run)}>
        <button type="button">More</button>
      </Menu>,
    )
    const button = screen.getByRole('button', { name: 'More' })
    expect(button.getAttribute('aria-expanded')).toBe('false')
    fireEvent.click(button)
    const item = await screen.findByRole('menuitem', { name: /Copy/ })
    expect(button.getAttribute('aria-expanded')).toBe('true')
    expect(screen.getByRole('menu').getAttribute('aria-labelledby')).toBe(button.id)
    fireEvent.click(item)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.waitFor(() => expect(screen.queryByRole('menu')).toBe(null))
    await vi.waitFor(() => expect(document.activeElement).toBe(button))
  })

  it('closes on Escape and does nothing for what is disabled', async () => {
    const run = vi.fn()
    render(
      <Menu entries={entries(run)}>
        <button type="button">More</button>
      </Menu>,
    )
    fireEvent.keyDown(screen.getByRole('button'), { key: 'ArrowDown' })
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Paste' }))
    expect(run).not.toHaveBeenCalled()
    fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' })
    await vi.waitFor(() => expect(screen.queryByRole('menu')).toBe(null))
  })
})

describe('the button of an open menu', () => {
  it('closes it', async () => {
    render(
      <Menu entries={entries(() => {})}>
        <button type="button">More</button>
      </Menu>,
    )
    const button = screen.getByRole('button')
    const press = () => {
      fireEvent.pointerDown(button, { pointerType: 'mouse', button: 0 })
      fireEvent.pointerUp(button)
      fireEvent.click(button)
    }
    press()
    await screen.findByRole('menu')
    // Radix listens for presses outside from the next turn on.
    await vi.waitFor(() => {
      press()
      expect(screen.queryByRole('menu')).toBe(null)
    })
  })
})

describe('a context menu', () => {
  it('opens over its child, which stays the same element', async () => {
    const opened = vi.fn()
    render(
      <ContextMenu entries={entries(() => {})} onOpenChange={opened}>
        <div>paper</div>
      </ContextMenu>,
    )
    const paper = screen.getByText('paper')
    expect(fireEvent.contextMenu(paper, { clientX: 40, clientY: 50 })).toBe(false)
    await screen.findByRole('menuitem', { name: /Copy/ })
    expect(opened).toHaveBeenLastCalledWith(true)
    expect(screen.getByText('paper')).toBe(paper)
    fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' })
    await vi.waitFor(() => expect(opened).toHaveBeenLastCalledWith(false))
  })
})
