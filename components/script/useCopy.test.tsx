import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useViewStore } from '../state/viewStore'
import { useCopy } from './useCopy'

const words = { copied: 'Copied', copyFailed: 'Not copied' }

function Copying() {
  const [copied, copy] = useCopy(words)
  return (
    <button type="button" onClick={() => void copy('ip route')}>
      {copied}
    </button>
  )
}

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('says that nothing was copied where the browser gives a page no clipboard', async () => {
  vi.stubGlobal('navigator', {})
  render(<Copying />)
  await act(async () => screen.getByRole('button').click())
  expect(screen.getByRole('button').textContent).toBe('failed')
  expect(useViewStore.getState().announcement.text).toBe(words.copyFailed)
})

it('copies, and says so', async () => {
  const writeText = vi.fn(async () => {})
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  render(<Copying />)
  await act(async () => screen.getByRole('button').click())
  expect(writeText).toHaveBeenCalledWith('ip route')
  expect(useViewStore.getState().announcement.text).toBe(words.copied)
})
