import { expect, it, onTestFinished, vi } from 'vitest'
import type { ServerEvents } from '../../core/protocol/socket'
import { add } from '../labs/testing'
import { newVisit, openShared } from './testing/visits'

const at = openShared()

const heardChange: keyof ServerEvents = 'lab:changed'

it('gives a room back once when the page goes while it opens a lab', async () => {
  const released = vi.spyOn(at.shared.rooms, 'release')
  const { visit } = newVisit(at.shared)
  const entering = visit.enter('demo')
  visit.end()
  await expect(entering).rejects.toMatchObject({ code: 'no-such-lab' })
  expect(released).toHaveBeenCalledTimes(1)
})

it('leaves the room to the page that opens the lab at the same time', async () => {
  const [gone, stays] = [newVisit(at.shared), newVisit(at.shared)]
  const entering = gone.visit.enter('demo').catch(() => 'left')
  const staying = stays.visit.enter('demo')
  gone.visit.end()
  expect(await entering).toBe('left')
  const room = await staying
  stays.visit.join(room)
  await room.session.edit(room.session.current.revision, 'e1', add('red'))
  expect(stays.page.heard).toContain(heardChange)
})

it('keeps the session of a page that was reloaded while it opened the lab, however long it stays open', async () => {
  onTestFinished(() => void vi.useRealTimers())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const before = newVisit(at.shared)
  const entering = before.visit.enter('demo').catch(() => 'left')
  before.visit.end()
  await entering
  const { visit } = newVisit(at.shared)
  const room = await visit.enter('demo')
  visit.join(room)
  vi.runAllTimers()
  vi.useRealTimers()
  expect(await room.session.edit(room.session.current.revision, 'e1', add('red'))).toBe(room.session.current.revision)
})

it('does not let a connection into a room that it has left', async () => {
  const [gone, stays] = [newVisit(at.shared), newVisit(at.shared)]
  const room = await gone.visit.enter('demo')
  await stays.visit.enter('demo')
  gone.visit.leave('demo')
  expect(() => gone.visit.join(room)).toThrow('not open here any more')
  await expect(gone.visit.room('demo')).rejects.toMatchObject({ code: 'no-such-lab' })
  expect(gone.page.conn.listenerCount('drain')).toBe(0)
})

it('opens nothing for a connection that has ended', async () => {
  const used = vi.spyOn(at.shared.rooms, 'use')
  const { visit } = newVisit(at.shared)
  visit.end()
  await expect(visit.enter('demo')).rejects.toMatchObject({ code: 'no-such-lab' })
  expect(used).not.toHaveBeenCalled()
})

it('may leave a lab and open it again before its room is there', async () => {
  const { page, visit } = newVisit(at.shared)
  const first = visit.enter('demo').catch(() => 'left')
  visit.leave('demo')
  const room = await visit.enter('demo')
  expect(await first).toBe('left')
  visit.join(room)
  await room.session.edit(room.session.current.revision, 'e1', add('red'))
  expect(page.heard).toContain(heardChange)
})

it('stops what it asked in a lab when it leaves that, and nothing else', async () => {
  const { visit } = newVisit(at.shared)
  await at.shared.store.create({ name: 'other' })
  const stopped: string[] = []
  for (const lab of ['demo', 'other']) {
    await visit.enter(lab)
    visit.startProbe(lab, 'p', () => ({ cancel: () => stopped.push(lab) }))
  }
  visit.leave('demo')
  expect(stopped).toEqual(['demo'])
  expect(() => visit.startProbe('demo', 'q', () => ({ cancel: () => {} }))).toThrow('not open here')
})

it('closes a room once, however often it is given back', async () => {
  const released = vi.spyOn(at.shared.store, 'release')
  const room = await at.shared.rooms.use('demo')
  at.shared.rooms.release(room)
  at.shared.rooms.release(room)
  expect(released).toHaveBeenCalledTimes(1)
})
