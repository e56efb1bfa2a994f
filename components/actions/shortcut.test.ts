import { describe, expect, it } from 'vitest'
import { actions } from './registry'
import { keyNames, matchesShortcut } from './shortcut'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a shortcut', () => {
  it('is its key with exactly the keys that it names held', () => {
    expect(matchesShortcut('mod+z', press('z', { ctrlKey: true }))).toBe(true)
    expect(matchesShortcut('mod+z', press('z'))).toBe(false)
    expect(matchesShortcut('mod+z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(matchesShortcut('mod+shift+z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
    expect(matchesShortcut('n', press('n', { altKey: true }))).toBe(false)
    expect(matchesShortcut('n', press('n', { metaKey: true }))).toBe(false)
  })

  it('of a punctuation mark does not ask how the keyboard makes it', () => {
    expect(matchesShortcut('?', press('?', { shiftKey: true }))).toBe(true)
    expect(matchesShortcut('?', press('?'))).toBe(true)
  })

  it('is shown as the keys are printed', () => {
    expect(keyNames('mod+shift+z')).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(keyNames('delete')).toEqual(['Del'])
    expect(keyNames('f2')).toEqual(['F2'])
  })
})

describe('the registry of actions', () => {
  it('has each id once', () => {
    const ids = actions.map((action) => action.id)
    expect(ids).toEqual([...new Set(ids)])
  })

  it('gives each shortcut to one action only', () => {
    const taken = actions.flatMap((action) => action.shortcuts ?? [])
    expect(taken).toEqual([...new Set(taken)])
  })
})
