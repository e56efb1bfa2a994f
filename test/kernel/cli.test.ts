import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli, type Ran } from '../../server/cli/testing'

const root = join(import.meta.dirname, '../..')
const homeBefore = process.env.NETLOOM_HOME
let folder: string
let file: string

const LAB = `netloom: 1
name: pair
nodes:
  red: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
  blue: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
links:
  - endpoints: [red:eth0, blue:eth0]
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netloom-cli-'))
  process.env.NETLOOM_HOME = join(folder, 'home')
  file = join(folder, 'pair.netloom.yaml')
  await writeFile(file, LAB)
})
afterAll(async () => {
  await cli(['destroy', 'pair'])
  if (homeBefore === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = homeBefore
  await rm(folder, { recursive: true, force: true })
})

/** A command as a process of its own: it takes its standard input and passes signals on. */
function exec(args: readonly string[], input = '', command = 'exec'): Promise<Ran> {
  return new Promise((resolve) => {
    const argv = ['--import', 'tsx', 'server/cli/main.ts', command, 'pair', ...args]
    const child = execFile(process.execPath, argv, { cwd: root }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
    })
    child.stdin?.end(input)
  })
}

/** The sitting of a person at a terminal; each test goes on from where the one before it ended. */
describe('a lab by command line', () => {
  it('is not applied while its file has errors, and the sandbox that was on its way is gone', async () => {
    const broken = join(folder, 'broken.netloom.yaml')
    await writeFile(broken, LAB.replace('10.0.0.1/24', '010.0.0.1/24'))
    const { code, err } = await cli(['apply', broken])
    expect(code).toBe(1)
    expect(err).toContain('nothing was changed')
    expect(await cli(['status'])).toMatchObject({ code: 0, out: 'No machine runs.\n' })
  })

  it('is applied, with every step shown', async () => {
    const { code, out } = await cli(['apply', file])
    expect(code).toBe(0)
    expect(out).toContain('+ ip netns add red')
    expect(out).toContain('applied and verified')
  })

  it('then has nothing left to do', async () => {
    expect(await cli(['plan', file])).toMatchObject({ code: 0, out: '' })
    expect(await cli(['apply', file])).toMatchObject({ code: 0, out: 'Nothing to do: the machine is as the lab says.\n' })
  })

  it('says before an apply what would not come back exactly if it were taken back', async () => {
    const without = join(folder, 'without.netloom.yaml')
    await writeFile(without, 'netloom: 1\nname: pair\nnodes:\n  red: { kind: namespace }\n')
    const { code, out, err } = await cli(['plan', without])
    expect(code).toBe(2)
    expect(out).toContain('- ip netns delete blue')
    expect(err).toContain('If this is taken back, not all comes back exactly')
    expect(err).toContain('conntrack')
    const { losses } = JSON.parse((await cli(['plan', without, '--json'])).out)
    expect(losses).toEqual(['counters', 'connections', 'learned'])
  })

  it('runs on when a file that cannot be applied bears its name', async () => {
    expect((await cli(['apply', join(folder, 'broken.netloom.yaml')])).code).toBe(1)
    expect((await cli(['status'])).out).toBe('pair: in sync\n')
  })

  it('is in sync', async () => {
    expect(await cli(['status'])).toMatchObject({ code: 0, out: 'pair: in sync\n' })
    const { out } = await cli(['status', 'pair', '--json'])
    expect(JSON.parse(out)).toEqual({
      labs: [
        {
          name: 'pair',
          machine: 'sandbox',
          applied: true,
          inSync: true,
          drift: [],
          owned: { namespaces: ['blue', 'red'], interfaces: ['blue:eth0', 'red:eth0'], tables: [] },
        },
      ],
    })
    expect((await cli(['status', 'pair'])).out).toContain('  interfaces: blue:eth0 red:eth0\n')
  })

  it('runs programs inside its nodes, with their input, output and exit code', async () => {
    const { code, out } = await exec(['red', '--', 'ip', '-j', 'address', 'show', 'eth0'])
    expect(code).toBe(0)
    expect(JSON.parse(out)[0].addr_info[0]).toMatchObject({ local: '10.0.0.1', prefixlen: 24 })
    expect(await exec(['red', '--', 'tr', 'a-z', 'A-Z'], 'hello\n')).toEqual({ code: 0, out: 'HELLO\n', err: '' })
    const much = 'x'.repeat(4 * 1024 * 1024)
    // It begins to read when all of that could have been sent.
    expect(await exec(['red', '--', 'sh', '-c', 'sleep 1; wc -c'], much)).toEqual({ code: 0, out: `${much.length}\n`, err: '' })
    expect((await exec(['red', '--', 'sh', '-c', 'exit 7'])).code).toBe(7)
    expect((await exec(['red', '--', 'sh', '-c', 'kill -TERM $$'])).code).toBe(128 + 15)
    expect((await exec(['grey', '--', 'true'])).code).toBe(125)
    expect((await exec(['red', '--', '/no/such/program'])).code).toBe(125)
  }, 60_000)

  it('opens a shell in a node, types what is piped in, and ends as it ended', async () => {
    const { code, out } = await exec(['red'], 'ip -br -4 address show dev eth0; echo shell $((40 + 2))\nexit 7\n', 'console')
    expect(out).toContain('10.0.0.1/24')
    expect(out).toContain('shell 42')
    expect(code).toBe(7)
    expect((await exec(['red'], 'true\n', 'console')).code).toBe(0)
    expect((await exec(['grey'], '', 'console')).code).toBe(125)
  }, 60_000)

  it('pings between nodes, and says when nobody answers', async () => {
    const answered = await cli(['ping', 'pair', 'red', 'blue', '-c', '1'])
    expect(answered).toMatchObject({ code: 0 })
    expect(answered.out).toContain('reply from 10.0.0.2')
    expect((await cli(['ping', 'pair', 'red', 'blue:eth0', '-c', '1'])).code).toBe(0)
    const silent = await cli(['ping', 'pair', 'red', '10.0.0.9', '-c', '1', '--json'])
    expect(silent.code).toBe(1)
    expect(JSON.parse(silent.out)).toMatchObject({ address: '10.0.0.9', sent: 1, received: 0, rtt: null })
    expect(silent.err).toContain('nobody on red’s network behind eth0 answers for 10.0.0.9')
  })

  it('says of a rule that somebody typed in a node why a ping has no answer', async () => {
    expect((await exec(['blue', '--', 'iptables', '-A', 'INPUT', '-p', 'icmp', '-j', 'DROP'])).code).toBe(0)
    await expect
      .poll(async () => (await cli(['ping', 'pair', 'red', 'blue', '-c', '1'])).err, { timeout: 20_000 })
      .toMatch(
        /^By the kernel’s own tables:\n {2}a rule in blue that Netloom did not make drops .*“-A INPUT -p icmp -j DROP”.*\n {4}See it in blue with “iptables -nvL INPUT --line-numbers”/,
      )
    expect((await exec(['blue', '--', 'iptables', '-F', 'INPUT'])).code).toBe(0)
    expect((await cli(['ping', 'pair', 'red', 'blue', '-c', '1'])).code).toBe(0)
  })

  it('shows a change behind its back as drift, and puts it back', async () => {
    await exec(['red', '--', 'ip', 'link', 'set', 'eth0', 'down'])
    await expect
      .poll(() => cli(['status']))
      .toMatchObject({ code: 2, out: 'pair: drifted, 1 difference\n  eth0 in red is down\n' })
    expect(await cli(['plan', file])).toMatchObject({ code: 2 })
    const { code, out } = await cli(['apply', file, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ outcome: 'applied', steps: 1, commands: ['ip -n red link set dev eth0 up'] })
    expect((await cli(['status'])).code).toBe(0)
  })

  it('is destroyed, and nothing is left', async () => {
    expect(await cli(['destroy', 'pair'])).toMatchObject({ code: 0 })
    expect(await cli(['status'])).toMatchObject({ code: 0, out: 'No machine runs.\n' })
  })
})
