import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { versionAt } from './history-records'
import { LabStore } from './store'
import { temporaryFolder } from './testing'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const editor = fileURLToPath(new URL('./crash-editor.ts', import.meta.url))

/** Runs the editor, kills it once it has acknowledged so many edits, and returns those: node and revision. */
async function editAndKill(home: string, prefix: string, edits: number): Promise<[string, number][]> {
  const child = spawn(process.execPath, ['--import', tsx, editor, home, 'lab', prefix], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.split('\n').length > edits) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '))
    .map(([name = '', revision]) => [name, Number(revision)])
}

it('a killed server loses no edit that it acknowledged and no version, and goes on counting revisions', async () => {
  const home = await temporaryFolder()
  await mkdir(join(home, 'labs'))
  const first = await LabStore.open(home, home, () => {})
  await first.create({ name: 'lab' })
  await first.close()
  const acknowledged: string[] = []
  let newest = 0
  // Each run ends at another point of the write cycle.
  for (const [run, edits] of [1, 4, 9, 14, 20, 27].entries()) {
    const done = await editAndKill(home, `run${run}`, edits)
    expect(done.length).toBeGreaterThanOrEqual(edits)
    acknowledged.push(...done.map(([name]) => name))
    const store = await LabStore.open(home, home, (text) => expect.fail(text))
    const session = await store.use('lab')
    const { lab, revision } = session.current
    const records = await session.versions()
    for (const [name, version] of done) expect(versionAt(records, version)?.lab.nodes).toHaveProperty([name])
    expect(Object.keys(lab.nodes)).toEqual(expect.arrayContaining(acknowledged))
    expect(Math.min(...done.map(([, number]) => number))).toBeGreaterThan(newest)
    newest = Math.max(...done.map(([, number]) => number))
    expect(revision).toBeGreaterThanOrEqual(newest)
    await store.close()
  }
}, 60_000)
