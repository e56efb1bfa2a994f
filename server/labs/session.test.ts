import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { parseLabFile, writeLabFile } from '../../core/lab/file'
import { LIMITS } from '../../core/lab/schema'
import { LabSession } from './session'
import { add, command, temporaryFolder } from './testing'

async function place(): Promise<{ file: string; journal: string }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'lab.netloom.yaml')
  await writeFile(file, writeLabFile(emptyLab('lab')))
  return { file, journal: join(folder, 'lab.jsonl') }
}

async function open(at: { file: string; journal: string }): Promise<LabSession> {
  const session = await LabSession.open(at.file, at.journal)
  onTestFinished(() => session.end())
  return session
}

const namesIn = async (file: string) => Object.keys(parseLabFile(await readFile(file, 'utf8')).lab?.nodes ?? {})

describe('editing', () => {
  it('acknowledges with the revision that the edit made, and tells who listens in that order', async () => {
    const session = await open(await place())
    const heard: number[] = []
    session.on('changed', ({ revision }) => heard.push(revision))
    const { revision } = session.current
    const made = await Promise.all(['a', 'b', 'c'].map((name) => session.edit(revision, name, add(name))))
    expect(made).toEqual([revision + 1, revision + 2, revision + 3])
    expect(heard).toEqual(made)
    expect(Object.keys(session.current.lab.nodes)).toEqual(['host', 'a', 'b', 'c'])
  })

  it('applies an edit that is sent again only once, also after a start', async () => {
    const at = await place()
    const session = await open(at)
    const made = await session.edit(session.current.revision, 'e', add('red'))
    expect(await session.edit(0, 'e', add('red'))).toBe(made)
    await session.close()
    const again = await open(at)
    expect(await again.edit(0, 'e', add('red'))).toBe(made)
    expect(again.current.revision).toBe(made)
  })

  it('rebases an edit of an older revision where it still fits, and refuses it as stale where not', async () => {
    const session = await open(await place())
    const { revision } = session.current
    await session.edit(revision, '1', add('red'))
    await expect(session.edit(revision, '2', add('blue'))).resolves.toBe(revision + 2)
    await expect(session.edit(revision, '3', add('red'))).rejects.toMatchObject({ code: 'stale' })
    await expect(session.edit(revision + 2, '4', add('red'))).rejects.toMatchObject({ code: 'conflict' })
    await expect(session.edit(revision + 9, '5', add('pink'))).rejects.toMatchObject({ code: 'stale' })
    expect(session.current.revision).toBe(revision + 2)
  })

  it('refuses what is no lab, another name, and more than a file may hold', async () => {
    const at = await place()
    const session = await open(at)
    const { revision } = session.current
    const rename = command({ change: 'set', path: ['name'], from: 'lab', to: 'other' })
    await expect(session.edit(revision, '1', rename)).rejects.toMatchObject({ code: 'invalid' })
    await expect(session.edit(revision, '2', add('a b'))).rejects.toMatchObject({ code: 'invalid' })
    const addresses = Array.from({ length: 64 }, (_, number) => `10.0.${number}.${'1'.repeat(40)}/24`)
    const fat = (name: string) =>
      command({
        change: 'set',
        path: ['nodes', name],
        to: { kind: 'bridge', addresses, interfaces: { p: { addresses: [...addresses] } } },
      })
    const fill = async () => {
      for (let number = 0; number < 300; number++) await session.edit(revision, `fat${number}`, fat(`n${number}`))
    }
    await expect(fill()).rejects.toMatchObject({ code: 'too-large' })
    // What was accepted can be written, and read again.
    await session.write()
    expect(Object.keys(session.current.lab.nodes).sort()).toEqual((await namesIn(at.file)).sort())
  })
})

describe('the file', () => {
  it('follows the edits and keeps its comments', async () => {
    const at = await place()
    await writeFile(at.file, 'netloom: 1\n# mine\nname: lab\nnodes:\n  red: { kind: namespace } # the red one\n')
    const session = await open(at)
    await session.edit(session.current.revision, 'e', add('blue'))
    await session.write()
    const text = await readFile(at.file, 'utf8')
    expect(text).toContain('# mine')
    expect(text).toContain('# the red one')
    expect(await namesIn(at.file)).toEqual(expect.arrayContaining(['red', 'blue']))
    expect(Buffer.byteLength(text)).toBeLessThan(LIMITS.bytes)
  })

  it('becomes the document when it is changed by hand', async () => {
    const at = await place()
    const session = await open(at)
    const { revision } = session.current
    const replaced = new Promise((resolve) => session.once('replaced', resolve))
    await writeFile(at.file, 'netloom: 1\nname: lab\nnodes: { pink: { kind: namespace } }\n')
    await session.reload()
    expect(await replaced).toMatchObject({ revision: revision + 1, lab: { nodes: { pink: {} } } })
  })

  it('that was changed by hand while nobody looked counts, with the edits of the journal on top', async () => {
    const at = await place()
    const session = await open(at)
    await session.edit(session.current.revision, '1', add('red'))
    const { revision } = session.current
    await session.end()
    await writeFile(at.file, 'netloom: 1\nname: lab\nnodes: { pink: { kind: namespace } }\n')
    const again = await open(at)
    expect(Object.keys(again.current.lab.nodes)).toEqual(expect.arrayContaining(['pink', 'red']))
    expect(again.current.revision).toBeGreaterThan(revision)
  })

  it('that is deleted ends the session', async () => {
    const at = await place()
    const session = await open(at)
    const deleted = new Promise<void>((resolve) => session.once('deleted', resolve))
    await rm(at.file)
    await session.reload()
    await deleted
    await expect(session.edit(session.current.revision, 'e', add('red'))).rejects.toMatchObject({ code: 'no-such-lab' })
  })

  it('that cannot be written leaves the edits safe in the journal', async () => {
    const at = await place()
    const session = await open(at)
    await session.edit(session.current.revision, 'e', add('red'))
    await rm(at.file)
    await mkdir(at.file)
    await expect(session.write()).rejects.toThrow()
    await session.end()
    await rm(at.file, { recursive: true })
    await writeFile(at.file, writeLabFile(emptyLab('lab')))
    const again = await open(at)
    expect(again.current.lab.nodes).toHaveProperty('red')
  })
})
