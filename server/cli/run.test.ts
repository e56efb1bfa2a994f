import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../core/lab/schema'
import { cli } from './testing'

const COMMANDS = [
  'serve',
  'validate',
  'plan',
  'apply',
  'destroy',
  'status',
  'exec',
  'ping',
  'export',
  'import',
  'history',
  'discover',
]
const chinese = { LANG: 'zh_CN.UTF-8' }

let folder: string
const homeBefore = process.env.NETLOOM_HOME

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netloom-cli-'))
  process.env.NETLOOM_HOME = join(folder, 'home')
})
afterAll(async () => {
  if (homeBefore === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = homeBefore
  await rm(folder, { recursive: true, force: true })
})

async function file(text: string): Promise<string> {
  const path = join(folder, 'lab.netloom.yaml')
  await writeFile(path, text)
  return path
}

const SOUND = `netloom: 1
name: pair
nodes:
  red: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
  blue: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
links:
  - endpoints: [red:eth0, blue:eth0]
`
const BROKEN = SOUND.replace('10.0.0.1/24', '010.0.0.1/24')

describe('help', () => {
  it('lists every command', async () => {
    const { code, out } = await cli(['--help'])
    expect(code).toBe(0)
    for (const command of COMMANDS) expect(out).toContain(`  ${command} `)
  })

  it.each(COMMANDS)('%s explains itself, its exit code included', async (command) => {
    const { code, out } = await cli([command, '--help'])
    expect(code).toBe(0)
    expect(out).toContain(`netloom ${command}`)
    expect(out).toContain('--json')
    expect(out).toMatch(/Exit code|Ctrl\+C/)
  })

  it('speaks Chinese where the reader does', async () => {
    expect((await cli(['plan', '--help'], chinese)).out).toContain('退出码')
    expect((await cli(['plan', '--help'], { ...chinese, LC_ALL: 'C' })).out).toContain('Exit code')
  })
})

describe('arguments that make no sense', () => {
  it.each([
    [[], 'Commands'],
    [['fly'], 'no command “fly”'],
    [['plan'], 'FILE is missing'],
    [['plan', 'a', 'b'], '“b” is one argument too many'],
    [['plan', 'a', '--loud'], '--loud'],
    [['plan', 'a', '--dialect', 'pf'], 'nft | iptables'],
    [['plan', 'a', '--machine', 'moon'], 'sandbox | host'],
    [['status', '../pair'], 'cannot be a lab’s name'],
    [['ping', 'pair', 'red', 'blue', '-c', '0'], '1–1000'],
    [['ping', 'pair', 'red', 'blue', '-c', '1e2'], '1–1000'],
    [['serve', '--port', '65536'], '0–65535'],
    [['constructor'], 'no command'],
  ])('%j', async (argv, words) => {
    const { code, out, err } = await cli(argv)
    expect(code).toBe(1)
    expect(out + err).toContain(words)
  })

  it('are told apart from a program’s own failure by exec', async () => {
    expect((await cli(['exec', 'pair'])).code).toBe(125)
  })

  it('are told to programs as JSON too', async () => {
    const { out } = await cli(['status', '../pair', '--json'])
    expect(JSON.parse(out)).toMatchObject({ error: { message: expect.stringContaining('../pair') } })
  })
})

describe('validate', () => {
  it('finds nothing wrong with a sound lab', async () => {
    const path = await file(SOUND)
    expect(await cli(['validate', path])).toEqual({ code: 0, out: '', err: `${path}: no problems\n` })
  })

  it('gives each problem’s place, and what to do', async () => {
    const path = await file(BROKEN)
    const { code, out } = await cli(['validate', path])
    expect(code).toBe(1)
    expect(out).toMatch(new RegExp(`^${path}:4:\\d+: error: .*010\\.0\\.0\\.1.*\\n {4}\\S`))
  })

  it('gives programs the same', async () => {
    const { out } = await cli(['validate', await file(BROKEN), '--json'])
    const { problems } = JSON.parse(out)
    expect(problems[0]).toMatchObject({ severity: 'error', line: 4, element: { kind: 'interface', node: 'red', name: 'eth0' } })
  })

  it('says why a file cannot be read', async () => {
    expect((await cli(['validate', join(folder, 'none')])).err).toContain('no such file or directory')
    expect((await cli(['validate', folder])).err).toContain('directory')
  })

  it('reads no more of a huge file than a lab may have', async () => {
    const { code, out } = await cli(['validate', await file(`# ${'x'.repeat(3 * LIMITS.bytes)}`)])
    expect(code).toBe(1)
    expect(out).toContain(':1:1: error:')
  })
})

describe('plan, where no machine runs', () => {
  it('shows the commands and the reasons, changes nothing, and says that there is something to do', async () => {
    const { code, out, err } = await cli(['plan', await file(SOUND)])
    expect(code).toBe(2)
    expect(out).toContain('+ ip netns add red\n      red ')
    expect(err).toMatch(/^\d+ steps to do\.\n$/)
    expect((await cli(['status'])).out).toBe('No machine runs.\n')
  })

  it('gives programs each step with its operation', async () => {
    const { code, out } = await cli(['plan', await file(SOUND), '--json'])
    expect(code).toBe(2)
    const { steps, lab } = JSON.parse(out)
    expect(lab).toBe('pair')
    expect(steps[0]).toMatchObject({ action: 'create', commands: ['ip netns add red'], op: { op: 'netns-add', netns: 'red' } })
  })

  it('refuses a lab with errors', async () => {
    const { code, err } = await cli(['plan', await file(BROKEN)])
    expect(code).toBe(1)
    expect(err).toContain('nothing was changed')
  })

  it.each(['plan', 'apply', 'export', 'preflight'])('%s tells programs what is wrong with a lab, too', async (command) => {
    const { code, out } = await cli([command, await file(BROKEN), '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      error: { message: expect.stringContaining('has errors') },
      problems: [{ severity: 'error', line: 4, element: { node: 'red' } }],
    })
  })
})

describe('export', () => {
  it.each(['nft', 'iptables'])('writes a script in %s', async (dialect) => {
    const { code, out } = await cli(['export', await file(SOUND), '--dialect', dialect])
    expect(code).toBe(0)
    expect(out).toMatch(/^#!.*bash/)
    expect(out).toContain('ip netns add')
  })

  it('knows no other format yet', async () => {
    expect((await cli(['export', await file(SOUND), '--format', 'dot'])).code).toBe(1)
  })
})

describe('what needs a running machine', () => {
  it.each([
    ['status', 'pair'],
    ['ping', 'pair', 'red', 'blue'],
  ])('%s says how to start it', async (...argv) => {
    const { code, err } = await cli(argv)
    expect(code).toBe(1)
    expect(err).toContain('netloom apply')
  })

  it('but destroying what does not run is done already', async () => {
    expect((await cli(['destroy', 'pair'])).code).toBe(0)
  })
})
