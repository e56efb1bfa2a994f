import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileRegister } from './register'

const OWNER = { lab: 'lab', id: 'node' }

describe('the register of namespaces', () => {
  let folder: string
  let path: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-register-'))
    path = join(folder, 'namespaces')
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('is read again as it was written', () => {
    const register = new FileRegister(path)
    register.made('one', 1, OWNER)
    register.made('two', 2, OWNER)
    register.renaming(1, 'first')
    register.renamed(1, 'first')
    register.gone(2)
    const again = new FileRegister(path)
    expect(again.ownerOf('first', 1)).toEqual(OWNER)
    expect(again.ownerOf('one', 1)).toBeUndefined()
    expect(again.ownerOf('two', 2)).toBeUndefined()
  })

  test('loses nothing but what a failed write was to say', () => {
    const register = new FileRegister(path)
    register.made('one', 1, OWNER)
    const away = join(folder, 'away')
    renameSync(path, away)
    mkdirSync(path)
    expect(() => register.made('two', 2, OWNER)).toThrow(/EISDIR/)
    rmdirSync(path)
    // As a disk that filled up within the line leaves it.
    writeFileSync(path, `${readFileSync(away, 'utf8')}{"names":["two"],"ino`)
    expect(register.ownerOf('two', 2)).toBeUndefined()
    register.made('three', 3, OWNER)
    register.made('four', 4, OWNER)
    const again = new FileRegister(path)
    expect([again.ownerOf('one', 1), again.ownerOf('three', 3), again.ownerOf('four', 4)]).toEqual([OWNER, OWNER, OWNER])
  })
})
