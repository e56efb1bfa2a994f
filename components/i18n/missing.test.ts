import { beforeEach, expect, it, vi } from 'vitest'
import { changeLanguage } from '../actions/language'
import { useMissingStore } from '../state/missingStore'
import { useViewStore } from '../state/viewStore'
import { hasText } from './text'

const server = vi.hoisted(() => ({ gone: true }))
vi.mock('./zh', async (original) => {
  if (server.gone) throw new Error('the server is gone')
  return original()
})
beforeEach(() => {
  // No document outside of a browser, so nothing is remembered.
  vi.stubGlobal('document', { cookie: '' })
})

it('a language that does not come leaves the page as it is and is said; once the server is back it comes', async () => {
  await changeLanguage('zh')
  expect(useMissingStore.getState().missing).toBe(true)
  expect(useViewStore.getState().locale).toBe('en')
  expect(hasText('zh')).toBe(false)
  server.gone = false
  vi.resetModules()
  await changeLanguage('zh')
  expect(useViewStore.getState().locale).toBe('zh')
})
