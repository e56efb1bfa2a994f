import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectFolder } from '../project'
import { asUserWithOurFiles } from './own-view'
import { runFolder } from './run-folder'
import { serviceUser } from './service-user'

const run = promisify(execFile)
/** What root gives up can only be seen by root; everybody else has nothing to give up. */
const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }
const saved = { ...process.env }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netloom-view-'))
  process.env.NETLOOM_HOME = join(folder, 'state', 'netloom')
  delete process.env.NETLOOM_USER
  delete process.env.SUDO_UID
})
afterEach(async () => {
  process.env = { ...saved }
  await rm(folder, { recursive: true, force: true })
})

if (isRoot) describe('what root starts', () => whatRootStarts())
else describe('an ordinary user', () => anOrdinaryUser())

function anOrdinaryUser(): void {
  it('is their own service user', async () => {
    expect(await serviceUser()).toBeUndefined()
  })
}

function whatRootStarts(): void {
  it('belongs to nobody, with NETLOOM_HOME, unless somebody is named', async () => {
    expect(await serviceUser()).toEqual(NOBODY)
    expect(await stat(await runFolder())).toMatchObject(NOBODY)
    process.env.NETLOOM_HOME = join(folder, 'other')
    process.env.NETLOOM_USER = 'daemon'
    expect(await serviceUser()).toEqual({ uid: 1, gid: 1 })
  })

  it('belongs to whoever called sudo', async () => {
    process.env.SUDO_UID = '1'
    expect(await serviceUser()).toMatchObject({ uid: 1 })
  })

  it('belongs to the owner of a NETLOOM_HOME that exists', async () => {
    const home = join(folder, 'state', 'netloom')
    await mkdir(home, { recursive: true })
    await run('chown', ['daemon', home])
    expect(await serviceUser()).toMatchObject({ uid: 1 })
  })

  it.each(['root', 'no-such-user-here', '--help'])('never belongs to %s', async (name) => {
    process.env.NETLOOM_USER = name
    await expect(serviceUser()).rejects.toMatchObject({ problem: { code: 'not-ordinary' } })
  })

  async function asNobody(script: string): Promise<string> {
    const user = await serviceUser()
    if (!user) throw new Error('no service user')
    const [program = '', ...args] = asUserWithOurFiles(user, ['bash', '-c', script])
    return (await run(program, args)).stdout
  }

  it('has neither rights nor a way to get any', async () => {
    const status = await asNobody('grep -E "^(Uid|Gid|Groups|CapEff|CapPrm|NoNewPrivs)" /proc/self/status')
    expect(status.replaceAll(/\s+/g, ' ').trim()).toBe(
      'Uid: 65534 65534 65534 65534 Gid: 65534 65534 65534 65534 Groups: CapPrm: 0000000000000000 CapEff: 0000000000000000 NoNewPrivs: 1',
    )
  })

  it('reaches our files and NETLOOM_HOME through folders that are closed to it, and nothing else in them', async () => {
    const home = process.env.NETLOOM_HOME ?? ''
    await serviceUser()
    await writeFile(join(folder, 'secret'), '')
    await writeFile(join(home, 'lab'), '', { mode: 0o600 })
    await run('chown', ['nobody', join(home, 'lab')])
    expect((await stat(folder)).mode & 0o077).toBe(0)
    expect(await asNobody(`ls ${folder} ${home}; head -c 1 ${projectFolder}/package.json; touch ${home}/new`)).toBe(
      `${folder}:\nstate\n\n${home}:\nlab\n{`,
    )
    expect(await stat(join(home, 'new'))).toMatchObject(NOBODY)
    expect(await stat(join(folder, 'secret'))).toBeDefined()
  })

  it('needs no view of its own where nothing is closed', async () => {
    await chmod(folder, 0o755)
    await mkdir(join(folder, 'state'))
    await serviceUser()
    expect(asUserWithOurFiles(NOBODY, ['true'])[0]).toBe('setpriv')
  })
}
