import { expect, it, vi } from 'vitest'
import { handleKey } from './keys'

const selected = { hasSelection: () => true, getSelection: () => 'ip route' }
const pressed = (keys: Partial<KeyboardEvent>) =>
  ({
    type: 'keydown',
    key: '',
    code: '',
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    preventDefault: vi.fn(),
    ...keys,
  }) as never

it.each(['ctrlKey', 'metaKey'])('copies what is selected, and keeps the key from the browser: %s', (modifier) => {
  const copy = vi.fn()
  const event = pressed({ [modifier]: true, shiftKey: true, code: 'KeyC' })
  expect(handleKey(selected, event, copy)).toBe(false)
  expect(copy.mock.calls).toEqual([['ip route']])
  expect((event as KeyboardEvent).preventDefault).toHaveBeenCalled()
})

it('leaves pasting, and the way out of the terminal, to the browser; everything else is the shell’s', () => {
  const copy = vi.fn()
  expect(handleKey(selected, pressed({ ctrlKey: true, shiftKey: true, code: 'KeyV' }), copy)).toBe(false)
  expect(handleKey(selected, pressed({ key: 'Tab', shiftKey: true }), copy)).toBe(false)
  expect(handleKey(selected, pressed({ ctrlKey: true, code: 'KeyC' }), copy)).toBe(true)
  expect(handleKey(selected, pressed({ key: 'Tab' }), copy)).toBe(true)
  expect(copy).not.toHaveBeenCalled()
})
