import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Tooltip } from './Tooltip'

afterEach(cleanup)

describe('a tooltip', () => {
  it('appears when the pointer rests, describes its thing, and goes with the pointer', async () => {
    const entered = vi.fn()
    render(
      <Tooltip content="Take it back" shortcut="mod+z">
        <button type="button" onPointerEnter={entered}>
          Undo
        </button>
      </Tooltip>,
    )
    const button = screen.getByRole('button')
    fireEvent.pointerEnter(button, { pointerType: 'mouse' })
    expect(entered).toHaveBeenCalledTimes(1)
    const tip = await screen.findByRole('tooltip')
    expect(tip.textContent).toBe('Take it backCtrlZ')
    expect(button.getAttribute('aria-describedby')).toBe(tip.id)
    fireEvent.pointerLeave(button)
    expect(screen.queryByRole('tooltip')).toBe(null)
  })

  it('goes on Escape without taking the key from anybody', async () => {
    render(
      <Tooltip content="Words">
        <button type="button">Thing</button>
      </Tooltip>,
    )
    fireEvent.pointerEnter(screen.getByRole('button'), { pointerType: 'mouse' })
    await screen.findByRole('tooltip')
    expect(fireEvent.keyDown(window, { key: 'Escape' })).toBe(true)
    expect(screen.queryByRole('tooltip')).toBe(null)
  })

  it('does not come up under a finger', () => {
    vi.useFakeTimers()
    render(
      <Tooltip content="Words">
        <button type="button">Thing</button>
      </Tooltip>,
    )
    fireEvent.pointerEnter(screen.getByRole('button'), { pointerType: 'touch' })
    vi.runAllTimers()
    expect(screen.queryByRole('tooltip')).toBe(null)
    vi.useRealTimers()
  })
})
