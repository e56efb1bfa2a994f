import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setNavigate } from '../state/navigation'
import { whenOpen } from '../state/socket'
import { openWire, type Wire } from '../state/testing/wire'
import { useGalleryStore } from './galleryStore'

let wire: Wire
let stop = () => {}
beforeAll(async () => {
  wire = await openWire()
  await new Promise<void>((open) => {
    stop = whenOpen(open)
  })
})
afterAll(() => {
  stop()
  return wire.close()
})

it('a lab that is asked for twice before the answer is made, and opened, once', async () => {
  const went = vi.fn()
  setNavigate(went)
  wire.answer('lab:create', () => ({ ok: true, value: { name: 'trial' } }))
  const { create } = useGalleryStore.getState()
  expect(await Promise.all([create({ name: 'trial' }), create({ name: 'trial' })])).toEqual([null, null])
  expect(wire.asked.filter(({ event }) => event === 'lab:create')).toHaveLength(1)
  expect(went.mock.calls).toEqual([['/lab/trial']])
  await create({ name: 'trial' })
  expect(wire.asked.filter(({ event }) => event === 'lab:create')).toHaveLength(2)
})
