import { randomUUID } from 'node:crypto'
import { LabStore } from './store'

/** For the crash tests: opens the lab of a store and adds nodes as fast as it can, printing each one that was acknowledged. */
const [home = '', lab = '', prefix = ''] = process.argv.slice(2)

async function edit(): Promise<void> {
  const store = await LabStore.open(home, home, (text) => process.stderr.write(`${text}\n`))
  const session = await store.use(lab)
  for (let number = 0; ; number++) {
    const names = [`${prefix}-${number}-a`, `${prefix}-${number}-b`]
    await Promise.all(
      names.map(async (name) => {
        const command = { label: 'add', changes: [{ change: 'set' as const, path: ['nodes', name], to: { kind: 'namespace' } }] }
        const revision = await session.edit(session.current.revision, randomUUID(), command)
        process.stdout.write(`${name} ${revision}\n`)
      }),
    )
    // The lab file is written often, so that a kill falls into every part of that.
    if (number % 3 === 0) await session.write()
  }
}

edit().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
