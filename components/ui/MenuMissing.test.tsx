import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useMissingStore } from '../state/missingStore'
import { ContextMenu, Menu } from './Menu'

/** The machine may be busy; only never is too late. */
const PATIENT = { timeout: 20_000 }

vi.mock('./MenuList', () => {
  throw new Error('the server is gone')
})

afterEach(() => {
  cleanup()
  useMissingStore.getState().dismiss()
})

it('a menu whose workings do not come stays closed, and leaves the page as it is', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  render(
    <Menu entries={[]}>
      <button type="button">More</button>
    </Menu>,
  )
  const button = screen.getByRole('button')
  fireEvent.click(button)
  expect(button.getAttribute('aria-expanded')).toBe('true')
  await vi.waitFor(() => expect(button.getAttribute('aria-expanded')).toBe('false'), PATIENT)
  expect(screen.getByRole('button')).toBe(button)
  expect(useMissingStore.getState().missing).toBe(true)
})

it('so does a context menu', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const opened = vi.fn()
  render(
    <ContextMenu entries={[]} onOpenChange={opened}>
      <div>paper</div>
    </ContextMenu>,
  )
  const paper = screen.getByText('paper')
  fireEvent.contextMenu(paper)
  await vi.waitFor(() => expect(opened).toHaveBeenLastCalledWith(false), PATIENT)
  expect(screen.getByText('paper')).toBe(paper)
  expect(useMissingStore.getState().missing).toBe(true)
})
