import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgentConnection } from '../../server/machines/connection'
import { findSandbox, startSandbox } from '../../server/machines/sandbox'
import { projectFolder } from '../../server/project'
import { Typist } from './consoles'

/** What root of a sandbox, which a console is, can and cannot do to the computer that it runs on. */

const before = process.env.NETLOOM_HOME
let home: string
let connection: AgentConnection
let console: Typist

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'netloom-files-'))
  process.env.NETLOOM_HOME = home
  connection = await startSandbox('closed')
  await writeFile(join(home, 'token'), 'secret')
  console = await Typist.open(connection, 'host', { cols: 400, rows: 50 })
})

afterAll(async () => {
  const found = await findSandbox('closed')
  await found?.request({ type: 'destroy', lab: 'closed', actor: 'test' })
  await found?.closed
  if (before === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = before
  await rm(home, { recursive: true, force: true })
})

test('is root there, with a terminal of its own', async () => {
  expect(await console.run('id -u; tty; pwd')).toBe('0\n/dev/pts/0\n/root\n')
})

test('sees the sandbox’s processes alone', async () => {
  const names = (await console.run('cat /proc/[0-9]*/comm')).trim().split('\n')
  // Run from its sources, the agent has a compiler beside it.
  for (const name of names) expect(name).toMatch(/^(bash|node|MainThread|esbuild|cat)$/)
  expect(names.filter((name) => name === 'bash')).toHaveLength(2)
  expect(await console.run(`kill -0 ${process.pid}`)).toMatch('No such process')
})

test('sees its own network alone', async () => {
  expect(await console.run('ls /sys/class/net; grep -c : /proc/net/dev')).toBe('lo\n1\n')
})

test('writes nowhere but in folders of its own, which are gone with it', async () => {
  for (const folder of [projectFolder, '/', '/usr', '/etc', '/var', '/var/lib', '/dev/..'])
    expect(await console.run(`touch ${folder}/netloom-was-here`)).toMatch(/Read-only file system|Permission denied/)
  for (const folder of ['/root', '/home', '/tmp', '/var/tmp', '/run', '/dev/shm'])
    expect(await console.run(`touch ${folder}/netloom-was-here && ls -1 ${folder}`)).toContain('netloom-was-here\n')
  for (const folder of [homedir(), tmpdir(), '/var/tmp']) expect(await readdir(folder)).not.toContain('netloom-was-here')
})

test('sees nothing of what is in people’s folders, in /tmp, and in NETLOOM_HOME', async () => {
  expect(await console.run(`cat ${home}/token`)).toMatch('No such file')
  expect(
    await console.run(`find / -xdev -name '*.sock' 2>/dev/null; find /home /tmp /var/tmp /run -name '*.lock' -o -name token`),
  ).toBe('')
})

test('cannot take away what covers them', async () => {
  for (const folder of ['/home', '/tmp', '/run', '/sys', '/proc', '/dev/pts', '/dev/ptmx'])
    await console.run(`umount -l ${folder}; umount -l ${folder}; umount -l ${folder}`)
  await console.run('mount -t proc proc /proc; mount -t tmpfs none /mnt')
  expect(await console.run(`mount -o remount,bind,rw / || echo 'no'`)).toMatch('no\n')
  expect(await console.run(`ls ${home}; cat ${home}/token`)).not.toMatch(/secret|token$/m)
  expect(await console.run('ls /proc | grep -c "^[0-9]"')).toMatch(/^[1-9]\n$|^1\d\n$/)
})

test('finds no way to them through the sandbox’s other processes', async () => {
  for (const way of ['root', 'cwd']) expect(await console.run(`cat /proc/[0-9]*/${way}${home}/token`)).not.toContain('secret')
  const ways = await console.run(`for f in /proc/[0-9]*/fd/*; do [ -d "$f" ] && readlink "$f"; done`)
  expect(ways).toBe('')
})

test('has neither the modules nor the clock nor the kernel’s settings', async () => {
  expect(await console.run('echo x > /proc/sys/kernel/hostname; date -s 2000-01-01; cat /proc/kcore | head -c 1')).toMatch(
    /Permission denied|not permitted/,
  )
  expect((await stat('/proc/self')).isDirectory()).toBe(true)
})
