import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { noLab } from '../state/labState'
import { useLabStore } from '../state/labStore'
import { openWire, type Wire } from '../state/testing/wire'
import { openGuide, useGuideStore } from './guideStore'

const PATIENT = { timeout: 20_000 }
const server = vi.hoisted(() => ({ gone: true }))
vi.mock('../../core/guide/guides', async (original) => {
  const guides = await original<typeof import('../../core/guide/guides')>()
  return {
    ...guides,
    loadGuide: (example: string) => (server.gone ? Promise.reject(new Error('ChunkLoadError')) : guides.loadGuide(example)),
  }
})

let wire: Wire
beforeAll(async () => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
  wire = await openWire()
  wire.answer('guide:example', () => ({ ok: true, value: { example: noLab('trial') } }))
  useLabStore.setState({ name: 'trial' })
})
afterAll(() => wire.close())

it('a guide whose code does not come is said not to be here, and comes with the next connection', async () => {
  const close = openGuide({ example: 'two-namespaces', copy: 'trial-1' })
  await vi.waitFor(() => expect(useGuideStore.getState().problem).toBe('not-fetched'), PATIENT)
  server.gone = false
  wire.cut()
  await vi.waitFor(() => expect(useGuideStore.getState().guide).not.toBe(null), PATIENT)
  expect(useGuideStore.getState()).toMatchObject({ problem: null, example: noLab('trial') })
  close()
})
