import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Doors } from './doors'

const UID = process.getuid?.() ?? 0
let parent: string
let doors: Doors
let came: Promise<boolean>

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'netloom-doors-'))
  came = new Promise((resolve) => {
    doors = new Doors(join(parent, 'open'), (socket: Socket, privileged) => {
      socket.destroy()
      resolve(privileged)
    })
  })
})

afterEach(() => {
  doors.close()
  rmSync(parent, { recursive: true, force: true })
})

test('a door that could not be opened is tried again, not told of as if somebody listened there', async () => {
  await expect(doors.admit(UID)).rejects.toThrow()
  await expect(doors.admit(UID)).rejects.toThrow()
  mkdirSync(join(parent, 'open'))
  const client = connect(await doors.admit(UID))
  await once(client, 'connect')
  expect(await came).toBe(false)
  client.destroy()
})
