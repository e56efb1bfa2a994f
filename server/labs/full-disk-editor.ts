import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { versionAt, versionsOf } from './history-records'
import { LabProblem } from './problem'
import { LabStore } from './store'

/** For the test of a full disk: edits a lab on a small one until that is full, makes room, goes on, opens it again, and tells what it saw. */
const [home = ''] = process.argv.slice(2)
const filler = join(home, 'filler')
const addresses = Array.from({ length: 60 }, (_, number) => `10.0.${number}.1/24`)

async function fill(): Promise<object> {
  const warnings: string[] = []
  const store = await LabStore.open(home, home, (text) => warnings.push(text))
  await store.create({ name: 'lab' })
  const session = await store.use('lab')
  const acknowledged: string[] = []
  const add = async (name: string) => {
    const changes = [{ change: 'set' as const, path: ['nodes', name], to: { kind: 'bridge', addresses } }]
    await session.edit(session.current.revision, name, { label: 'add-bridge', changes })
    acknowledged.push(name)
  }
  await writeFile(filler, Buffer.alloc(200_000))
  const refused: string[] = []
  for (let number = 0; refused.length < 5 && number < 5000; number++) {
    await add(`n${number}`).catch((error: unknown) => refused.push(error instanceof LabProblem ? error.code : String(error)))
    // Also tries to write the file and the history, on a disk that is fuller each time.
    if (number % 3 === 0) await session.write().catch(() => warnings.push('write'))
  }
  const whenFull = Object.keys(session.current.lab.nodes)
  await rm(filler)
  await add('after')
  await session.write()
  await store.close()

  const again = await LabStore.open(home, home, (text) => warnings.push(text))
  const reopened = await again.use('lab')
  const records = await reopened.versions()
  const versions = versionsOf(records).map(({ version }) => Object.keys(versionAt(records, version)?.lab.nodes ?? {}).length)
  const nodes = Object.keys(reopened.current.lab.nodes)
  await again.close()
  return { acknowledged, refused, whenFull, nodes, versions, warned: warnings.length > 0 }
}

fill().then(
  (told) => process.stdout.write(JSON.stringify(told)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exitCode = 1
  },
)
