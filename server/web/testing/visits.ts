import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect } from 'vitest'
import { LabStore } from '../../labs/store'
import { temporaryFolder } from '../../labs/testing'
import { projectFolder } from '../../project'
import type { ClientSocket } from '../client'
import { Rooms } from '../rooms'
import { Sessions } from '../sessions'
import type { Shared } from '../shared'
import { Visit } from '../visit'

/** What all connections work with, for each test of a file: a store of its own with one lab, `demo`, and machines in a folder of its own. */
export function openShared(): { shared: Shared; home: string } {
  const at = {} as { shared: Shared; home: string }
  let before: string | undefined
  beforeEach(async () => {
    at.home = await temporaryFolder()
    before = process.env.NETLOOM_HOME
    process.env.NETLOOM_HOME = at.home
    const warn = (text: string) => expect.unreachable(text)
    const store = await LabStore.open(at.home, join(projectFolder, 'labs'), warn)
    await store.create({ name: 'demo' })
    const sessions = await Sessions.open(at.home, 1)
    at.shared = { store, rooms: new Rooms(store, warn), sessions, log: pino({ level: 'silent' }), hostProblem: undefined }
  })
  afterEach(async () => {
    await at.shared.store.close()
    if (before === undefined) delete process.env.NETLOOM_HOME
    else process.env.NETLOOM_HOME = before
  })
  return at
}

/** The server's end of a browser's connection: what it sends is kept. */
class Page extends EventEmitter {
  readonly conn = new EventEmitter()
  readonly heard: string[] = []

  override emit(event: string): boolean {
    this.heard.push(event)
    return true
  }
}

/** A connection whose end a test decides on to the moment, which no browser's network does. */
export function newVisit(shared: Shared): { page: Page; visit: Visit } {
  const page = new Page()
  return { page, visit: new Visit(page as unknown as ClientSocket, shared) }
}
