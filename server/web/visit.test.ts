import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ServerEvents } from '../../core/protocol/socket'
import { LabStore } from '../labs/store'
import { add, temporaryFolder } from '../labs/testing'
import { projectFolder } from '../project'
import type { ClientSocket } from './client'
import { Rooms } from './rooms'
import { Sessions } from './sessions'
import type { Shared } from './shared'
import { Visit } from './visit'

let shared: Shared
let homeBefore: string | undefined

beforeEach(async () => {
  const home = await temporaryFolder()
  homeBefore = process.env.NETLOOM_HOME
  process.env.NETLOOM_HOME = home
  const warn = (text: string) => expect.unreachable(text)
  const store = await LabStore.open(home, join(projectFolder, 'labs'), warn)
  await store.create({ name: 'lab' })
  const sessions = await Sessions.open(home, 1)
  shared = { store, rooms: new Rooms(store, warn), sessions, log: pino({ level: 'silent' }), hostProblem: undefined }
})
afterEach(async () => {
  vi.useRealTimers()
  await shared.store.close()
  if (homeBefore === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = homeBefore
})

/** A browser's end of a connection: what it is sent is kept. */
class Page extends EventEmitter {
  readonly conn = new EventEmitter()
  readonly heard: string[] = []

  override emit(event: string): boolean {
    this.heard.push(event)
    return true
  }
}

function newVisit(): { page: Page; visit: Visit } {
  const page = new Page()
  return { page, visit: new Visit(page as unknown as ClientSocket, shared) }
}

const heardChange: keyof ServerEvents = 'lab:changed'

it('gives a room back once when the page goes while it opens a lab', async () => {
  const released = vi.spyOn(shared.rooms, 'release')
  const { visit } = newVisit()
  const entering = visit.enter('lab')
  visit.end()
  await expect(entering).rejects.toMatchObject({ code: 'no-such-lab' })
  expect(released).toHaveBeenCalledTimes(1)
})

it('leaves the room to the page that opens the lab at the same time', async () => {
  const [gone, stays] = [newVisit(), newVisit()]
  const entering = gone.visit.enter('lab').catch(() => 'left')
  const staying = stays.visit.enter('lab')
  gone.visit.end()
  expect(await entering).toBe('left')
  const room = await staying
  stays.visit.join(room)
  await room.session.edit(room.session.current.revision, 'e1', add('red'))
  expect(stays.page.heard).toContain(heardChange)
})

it('keeps the session of a page that was reloaded while it opened the lab, however long it stays open', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const before = newVisit()
  const entering = before.visit.enter('lab').catch(() => 'left')
  before.visit.end()
  await entering
  const { visit } = newVisit()
  const room = await visit.enter('lab')
  visit.join(room)
  vi.runAllTimers()
  vi.useRealTimers()
  expect(await room.session.edit(room.session.current.revision, 'e1', add('red'))).toBe(room.session.current.revision)
})

it('does not let a connection into a room that it has left', async () => {
  const [gone, stays] = [newVisit(), newVisit()]
  const room = await gone.visit.enter('lab')
  await stays.visit.enter('lab')
  gone.visit.leave('lab')
  expect(() => gone.visit.join(room)).toThrow('not open here any more')
  await expect(gone.visit.room('lab')).rejects.toMatchObject({ code: 'no-such-lab' })
  expect(gone.page.conn.listenerCount('drain')).toBe(0)
})

it('opens nothing for a connection that has ended', async () => {
  const used = vi.spyOn(shared.rooms, 'use')
  const { visit } = newVisit()
  visit.end()
  await expect(visit.enter('lab')).rejects.toMatchObject({ code: 'no-such-lab' })
  expect(used).not.toHaveBeenCalled()
})

it('may leave a lab and open it again before its room is there', async () => {
  const { page, visit } = newVisit()
  const first = visit.enter('lab').catch(() => 'left')
  visit.leave('lab')
  const room = await visit.enter('lab')
  expect(await first).toBe('left')
  visit.join(room)
  await room.session.edit(room.session.current.revision, 'e1', add('red'))
  expect(page.heard).toContain(heardChange)
})

it('stops what it asked in a lab when it leaves that, and nothing else', async () => {
  const { visit } = newVisit()
  await shared.store.create({ name: 'other' })
  const stopped: string[] = []
  for (const lab of ['lab', 'other']) {
    await visit.enter(lab)
    visit.startProbe(lab, 'p', () => ({ cancel: () => stopped.push(lab) }))
  }
  visit.leave('lab')
  expect(stopped).toEqual(['lab'])
  expect(() => visit.startProbe('lab', 'q', () => ({ cancel: () => {} }))).toThrow('not open here')
})

it('closes a room once, however often it is given back', async () => {
  const released = vi.spyOn(shared.store, 'release')
  const room = await shared.rooms.use('lab')
  shared.rooms.release(room)
  shared.rooms.release(room)
  expect(released).toHaveBeenCalledTimes(1)
})
