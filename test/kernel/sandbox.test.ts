import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sandboxAvailability } from '../../server/machines/availability'
import { observeOnce } from '../../server/machines/observe-once'
import { findSandbox, sandboxLabs, startSandbox } from '../../server/machines/sandbox'

const run = promisify(execFile)
const before = process.env.NETLOOM_HOME
let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'netloom-sandbox-'))
  process.env.NETLOOM_HOME = home
})

afterEach(async () => {
  for (const lab of await sandboxLabs()) await destroy(lab)
  if (before === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = before
  await rm(home, { recursive: true, force: true })
})

async function destroy(lab: string): Promise<void> {
  const connection = await findSandbox(lab)
  await connection?.request({ type: 'destroy', lab, actor: 'test' })
  await connection?.closed
}

/** The processes of a lab's sandbox, as the machine around it sees them. */
async function processesOf(lab: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,args='])
  return stdout.split('\n').filter((line) => line.includes(`--lab ${lab} `))
}

describe('a sandbox', () => {
  it('can start here', async () => {
    expect(await sandboxAvailability()).toMatchObject({ available: true })
  })

  it('starts with a root namespace of its own that holds nothing but a loopback', async () => {
    const connection = await startSandbox('alpha')
    expect(connection.hello).toMatchObject({ machine: 'sandbox', lab: 'alpha' })
    const { state, applied } = await observeOnce(connection)
    expect(Object.keys(state.namespaces)).toEqual(['host'])
    expect(Object.values(state.namespaces.host?.links ?? {}).map(({ name }) => name)).toEqual(['lo'])
    expect(applied).toEqual({})
  })

  it('is found again by its lab’s name, and is one, however many ask at once', async () => {
    const connections = await Promise.all(Array.from({ length: 5 }, () => startSandbox('alpha')))
    const pids = new Set(await Promise.all(connections.map(async (one) => (await observeOnce(one)).state.epoch)))
    expect(pids.size).toBe(1)
    expect(await sandboxLabs()).toEqual(['alpha'])
    expect(await findSandbox('beta')).toBeUndefined()
  })

  it('is gone after destroy, its processes and its socket too, and another can start', async () => {
    const first = await observeOnce(await startSandbox('alpha'))
    await destroy('alpha')
    await expect.poll(() => processesOf('alpha')).toEqual([])
    expect(await readdir(join(home, 'run'))).not.toContain('alpha.sock')
    const second = await observeOnce(await startSandbox('alpha'))
    expect(second.state.epoch).not.toBe(first.state.epoch)
  })

  it('leaves nothing behind when its first process is killed, and the next one clears its socket', async () => {
    const connection = await startSandbox('alpha')
    const outermost = (await processesOf('alpha')).find((line) => /^\s*\d+ unshare /.test(line))
    process.kill(Number.parseInt(outermost ?? '', 10), 'SIGKILL')
    await connection.closed
    await expect.poll(() => processesOf('alpha')).toEqual([])
    expect(await findSandbox('alpha')).toBeUndefined()
    expect((await startSandbox('alpha')).hello.lab).toBe('alpha')
  })

  it('finds nothing under a name that no lab can have', async () => {
    expect(await findSandbox('../alpha')).toBeUndefined()
  })
})
