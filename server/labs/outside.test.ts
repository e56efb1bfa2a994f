import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { equalJson } from '../../core/edit/json'
import { differencesOf } from '../../core/history/difference'
import { mergeLabs } from '../../core/history/merge'
import { replaceLab } from '../../core/history/replace'
import { parseLabFile, writeLabFile } from '../../core/lab/file'
import type { OutsideChange } from '../../core/protocol/history'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { versionAt, versionsOf } from './history-records'
import { LabSession } from './session'
import { add, command, temporaryFolder } from './testing'

vi.setConfig({ testTimeout: 60_000 })

const TEXT = `# How we do it here.
netloom: 1
name: lab
nodes:
  red: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.1/24] } } } # the red one
  blue: { kind: namespace }
links:
  - endpoints: [red:eth0, host:veth-red]
`

interface Place {
  file: string
  journal: string
}

async function place(text = TEXT): Promise<Place> {
  const folder = await temporaryFolder()
  const file = join(folder, 'lab.netloom.yaml')
  await writeFile(file, text)
  return { file, journal: join(folder, 'lab.jsonl') }
}

async function open(at: Place): Promise<LabSession> {
  const session = await LabSession.open(at.file, at.journal)
  onTestFinished(() => session.end())
  return session
}

let edits = 0
const edit = (session: LabSession, ...parts: Parameters<typeof command>) =>
  session.edit(session.current.revision, `e${++edits}`, command(...parts))
const forward = (node: string) => ({ change: 'set' as const, path: ['nodes', node, 'forwarding'], to: true })
const address = (to: string) => ({
  change: 'set' as const,
  path: ['nodes', 'red', 'interfaces', 'eth0', 'addresses', 0],
  from: '10.0.0.1/24',
  to,
})

/** Changes that add so many nodes of about 6 KB each. `prefix`: a digit of an address. */
const fatNodes = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, node) => {
    const addresses = (interfaceNumber: number) =>
      Array.from(
        { length: 64 },
        (_, number) => `fd00:1111:2222:3333:${prefix}444:${interfaceNumber}555:${1000 + node}:${1000 + number}/128`,
      )
    const interfaces = { p: { addresses: addresses(1) }, q: { addresses: addresses(2) } }
    return { change: 'set' as const, path: ['nodes', `${prefix}${node}`], to: { kind: 'namespace', interfaces } }
  })

describe('a file that was changed outside', () => {
  it('is merged with the edits that it does not have, keeps its comments, and says what came', async () => {
    const at = await place()
    const session = await open(at)
    await edit(session, forward('blue'))
    const told: (OutsideChange | undefined)[] = []
    session.on('outside', (change) => told.push(change))
    const before = session.current.revision
    await writeFile(
      at.file,
      TEXT.replace('10.0.0.1/24', '10.0.0.9/24').replace('links:', 'links: # moved').replace('# How', '# Since today: how'),
    )
    await session.write()
    const text = await readFile(at.file, 'utf8')
    expect(parseLabFile(text).lab?.nodes).toMatchObject({
      red: { interfaces: { eth0: { addresses: ['10.0.0.9/24'] } } },
      blue: { forwarding: true },
    })
    expect(text).toContain('# Since today: how')
    expect(text).toContain('# moved')
    expect(told).toMatchObject([{ kind: 'taken', before, differences: [{ field: 'addresses', to: '10.0.0.9/24' }], more: 0 }])
    // What was here before is a version to go back to.
    const earlier = versionAt(await session.versions(), before)
    expect(earlier?.lab.nodes.red).toMatchObject({ interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } })
  })

  it.each(['mine', 'theirs'] as const)(
    'is left as it is where both changed one element, until somebody takes %s',
    async (take) => {
      const at = await place()
      const session = await open(at)
      await edit(session, address('10.0.0.7/24'))
      const outside = `${TEXT.replace('10.0.0.1/24', '10.0.0.8/24').replace('blue: { kind: namespace }', 'blue: { kind: namespace, forwarding: true }')}`
      await writeFile(at.file, outside)
      await session.write()
      await edit(session, { change: 'set', path: ['nodes', 'pink'], to: { kind: 'namespace' } })
      await session.write()
      expect(await readFile(at.file, 'utf8')).toBe(outside)
      expect(session.outside).toMatchObject({
        kind: 'clash',
        clashes: [
          {
            element: { kind: 'interface', node: 'red', name: 'eth0' },
            mine: [{ to: '10.0.0.7/24' }],
            theirs: [{ to: '10.0.0.8/24' }],
          },
        ],
        whole: [],
      })
      await session.settle(take)
      await session.write()
      expect(session.outside).toBeUndefined()
      const { lab } = parseLabFile(await readFile(at.file, 'utf8'))
      expect(lab).toEqual(session.current.lab)
      expect(lab?.nodes).toMatchObject({
        red: { interfaces: { eth0: { addresses: [take === 'mine' ? '10.0.0.7/24' : '10.0.0.8/24'] } } },
        blue: { forwarding: true },
        pink: {},
      })
      // Both sides are versions, whichever was taken.
      const records = await session.versions()
      const addresses = versionsOf(records).map(({ version }) => JSON.stringify(versionAt(records, version)?.lab.nodes.red))
      expect(addresses.join()).toContain('10.0.0.7')
      expect(addresses.join()).toContain('10.0.0.8')
    },
  )

  it('says so where either answer gives up all of the other side', async () => {
    const at = await place()
    const session = await open(at)
    const ours = { endpoints: ['blue:eth0', 'host:a'] }
    await edit(session, { change: 'set', path: ['links', 'a'], to: ours })
    await writeFile(at.file, `${TEXT}  - endpoints: [blue:eth0, host:b]\n`)
    await session.write()
    expect(session.outside).toMatchObject({ kind: 'clash', whole: ['mine', 'theirs'] })
  })

  it('that is no lab is left as it is, and says where; edits go on, over a start as well', async () => {
    const at = await place()
    const session = await open(at)
    await edit(session, forward('blue'))
    const broken = TEXT.replace('nodes:', 'nodes: [')
    await writeFile(at.file, broken)
    await session.reload()
    expect(session.outside).toMatchObject({ kind: 'broken', diagnostics: [{ position: { line: 6 } }, {}] })
    await edit(session, forward('red'))
    await session.close()
    expect(await readFile(at.file, 'utf8')).toBe(broken)

    const again = await open(at)
    expect(again.outside).toMatchObject({ kind: 'broken' })
    expect(again.current.lab.nodes).toMatchObject({ red: { forwarding: true }, blue: { forwarding: true } })
    await edit(again, { change: 'set', path: ['nodes', 'pink'], to: { kind: 'namespace' } })
    await again.write()
    expect(await readFile(at.file, 'utf8')).toBe(broken)

    await writeFile(at.file, TEXT.replace('10.0.0.1/24', '10.0.0.9/24'))
    await again.write()
    expect(again.outside).toBeUndefined()
    expect(parseLabFile(await readFile(at.file, 'utf8')).lab?.nodes).toMatchObject({
      red: { forwarding: true, interfaces: { eth0: { addresses: ['10.0.0.9/24'] } } },
      blue: { forwarding: true },
      pink: {},
    })
  })

  it('that is no lab can be given up: then ours is written with its comments, and theirs is kept beside', async () => {
    const at = await place()
    const session = await open(at)
    const broken = TEXT.replace('nodes:', 'nodes: [')
    await writeFile(at.file, broken)
    await session.reload()
    await expect(session.settle('theirs')).rejects.toMatchObject({ code: 'invalid' })
    await session.settle('mine')
    expect(session.outside).toBeUndefined()
    expect(await readFile(at.file, 'utf8')).toBe(TEXT)
    expect(await readFile(`${at.file}.outside`, 'utf8')).toBe(broken)
  })

  it('that is another lab is not taken', async () => {
    const at = await place()
    const session = await open(at)
    await writeFile(at.file, TEXT.replace('name: lab', 'name: other'))
    await session.reload()
    expect(session.outside).toMatchObject({ kind: 'broken', diagnostics: [{ code: 'other-lab' }] })
    await writeFile(at.file, TEXT)
    await session.reload()
    expect(session.outside).toBeUndefined()
  })

  it('while nobody had it open is merged with what its journal still held, or asked about', async () => {
    const at = await place()
    const session = await open(at)
    await edit(session, forward('blue'))
    await edit(session, address('10.0.0.7/24'))
    // Killed: nothing of it is in the file.
    await session.end()
    await writeFile(at.file, `${TEXT}description: ours\n`)
    const merged = await open(at)
    expect(merged.current.lab).toMatchObject({ description: 'ours', nodes: { blue: { forwarding: true } } })
    await merged.end()
    await writeFile(at.file, `${TEXT.replace('10.0.0.1/24', '10.0.0.8/24')}description: ours\n`)
    const asked = await open(at)
    expect(asked.outside).toMatchObject({ kind: 'clash' })
    expect(asked.current.lab.nodes.red).toMatchObject({ interfaces: { eth0: { addresses: ['10.0.0.7/24'] } } })
  })

  it('that fits, and would not with the edits here, is left as it is until somebody takes mine', async () => {
    const at = await place()
    const session = await open(at)
    await edit(session, ...fatNodes('a', 90))
    const nodes = fatNodes('b', 90).map(({ path, to }) => `  ${path[1]}: ${JSON.stringify(to)}\n`)
    const outside = TEXT.replace('links:', `${nodes.join('')}links:`)
    await writeFile(at.file, outside)
    await session.write()
    expect(session.outside).toMatchObject({ kind: 'broken', diagnostics: [{ code: 'file-too-large' }] })
    expect(await readFile(at.file, 'utf8')).toBe(outside)

    await session.settle('mine')
    expect(session.outside).toBeUndefined()
    expect(await readFile(`${at.file}.outside`, 'utf8')).toBe(outside)
    expect(Object.keys(parseLabFile(await readFile(at.file, 'utf8')).lab?.nodes ?? {})).toHaveLength(93)
  })

  it('that was merged with many edits leaves no more room than there is', async () => {
    const at = await place()
    const session = await open(at)
    await edit(session, ...fatNodes('a', 140))
    await writeFile(at.file, `${TEXT}description: ours\n`)
    await session.write()
    expect(session.current.lab.description).toBe('ours')
    await expect(edit(session, ...fatNodes('b', 60))).rejects.toMatchObject({ code: 'too-large' })
  })

  it('whatever it says: it is taken whole or not touched, and no edit is lost', async () => {
    const labs = arbitraryLab({ name: 'lab', maxNamespaces: 3, maxLinks: 3 })
    await fc.assert(
      fc.asyncProperty(labs, labs, labs, async (base, ours, theirs) => {
        const at = await place(writeLabFile(base))
        const session = await LabSession.open(at.file, at.journal)
        try {
          const made = replaceLab(base, ours, 'test')
          if (made) await session.edit(session.current.revision, `e${++edits}`, made)
          const text = `# theirs\n${writeLabFile(theirs)}`
          await writeFile(at.file, text)
          await session.write()
          const { lab, clashes } = mergeLabs(base, ours, theirs, 'mine')
          const there = await readFile(at.file, 'utf8')
          expect(there).toContain('# theirs')
          if (clashes.length > 0) {
            expect(there).toBe(text)
            expect(session.current.lab).toEqual(ours)
          } else {
            expect(session.current.lab).toEqual(lab)
            expect(equalJson(parseLabFile(there).lab, lab)).toBe(true)
          }
          const records = await session.versions()
          const kept = versionsOf(records).map(({ version }) => versionAt(records, version)?.lab)
          expect(kept.some((one) => one && differencesOf(one, ours).length === 0)).toBe(true)
        } finally {
          await session.end()
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('a file that is saved by an editor at the very moment is not written over', async () => {
  const at = await place()
  const session = await open(at)
  for (let round = 0; round < 30; round++) {
    await session.edit(session.current.revision, `r${round}`, add(`n${round}`))
    const outside = (await readFile(at.file, 'utf8')).replace(/# (.*)\n/, `# round ${round}\n`)
    await Promise.all([session.write(), writeFile(at.file, outside)])
    await session.write()
    expect(await readFile(at.file, 'utf8')).toContain(`# round ${round}\n`)
  }
  expect(Object.keys(session.current.lab.nodes)).toHaveLength(33)
})
