import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SandboxAvailability } from './availability'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'netloom-availability-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/**
 * What is found out by a user in a user namespace of a kernel that allows `limit` more of them, and no more. A namespace's own limit
 * counts all below it, so the machine around is left as it is.
 */
async function available(limit: number, become: string): Promise<SandboxAvailability> {
  const program = `import('./server/machines/availability.ts').then(async (m) => console.log(JSON.stringify(await m.sandboxAvailability())))`
  const script = `echo ${limit} > /proc/sys/user/max_user_namespaces && ${become} "$0" --import tsx -e "$1"`
  const { stdout } = await run('unshare', ['--user', '--map-root-user', 'bash', '-c', script, process.execPath, program], {
    cwd: root,
    env: { ...process.env, NETLOOM_HOME: home },
  })
  return JSON.parse(stdout)
}

test('where user namespaces are forbidden, an ordinary user is told what to allow', async () => {
  expect(await available(1, 'unshare --user --map-user=1000 --')).toEqual({
    available: false,
    problem: {
      code: 'user-namespaces-forbidden',
      params: { command: expect.stringContaining('user.max_user_namespaces=15000') },
    },
  })
})

test('and root does without one', async () => {
  const found = await available(0, 'exec')
  expect(found).toMatchObject({ available: true })
  expect(found.available && found.mode.flags).not.toContain('--user')
})
