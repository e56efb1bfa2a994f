import { createHash } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Console } from '../../core/protocol/console'
import { connectAgent } from '../../server/machines/connection'
import { fuzz, type Holdings, holdingsOf } from '../fuzz/fuzzer'
import { Messages } from '../fuzz/messages'
import { Random } from '../fuzz/random'
import { LONG, runs } from '../runs'
import { AgentMachine } from './agent-machine'
import { atRest } from './at-rest'
import { computer, HostMachine } from './host-machine'
import { run } from './ip-machine'

const MESSAGES = runs(3000, 100_000)
const SEED = Number(process.env.NETLOOM_SEED ?? (LONG ? Date.now() % 1e9 : 7))
/** What a process that has handled very much may have grown by, when the garbage collector has not been round lately. */
const GROWTH_MB = 150

/** All that lies in a folder, with what would tell of a change. */
function filesIn(folder: string, leftOut: (path: string) => boolean = () => false): string {
  const hash = createHash('sha256')
  const walk = (path: string) => {
    if (leftOut(path)) return
    const { ino, mode, size, uid, gid, mtimeMs } = lstatSync(path)
    const isFolder = (mode & 0o170000) === 0o040000
    hash.update(`${path} ${ino} ${mode} ${uid} ${gid} ${isFolder ? '' : `${size} ${mtimeMs}`}\n`)
    if (isFolder) for (const name of namesIn(path)) walk(join(path, name))
  }
  walk(folder)
  return hash.digest('hex')
}

/** Those of folders that are closed to us are none of ours to change either. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return []
    throw error
  }
}

function files(): Record<string, string> {
  const ours = (path: string) => path.startsWith('/run/netns')
  return { etc: filesIn('/etc'), local: filesIn('/usr/local'), run: filesIn('/run', ours) }
}

/** Every setting of the network, but for those that count. */
function settings(): string {
  return run('sh', [
    '-c',
    "sysctl -a 2>/dev/null | grep '^net\\.' | grep -v 'count\\|random\\|_usage\\|ratelimit\\|stable_secret'",
  ])
}

function addForeign(): void {
  run('sh', [
    '-c',
    `set -e
ip netns add foreign
ip link add fveth type veth peer name eth0 netns foreign
ip addr add 192.0.2.1/24 dev fveth
ip link set fveth up
ip -n foreign addr add 192.0.2.2/24 dev eth0
ip -n foreign link set eth0 up
ip link add fbr0 type bridge
ip link set fbr0 up
ip route add 198.51.100.0/24 via 192.0.2.2
nft add table inet foreign
nft 'add chain inet foreign input { type filter hook input priority 0; policy accept; }'`,
  ])
}

/** What is in a list more often than in another. */
function moreThan(now: readonly string[], before: readonly string[]): string[] {
  const left = [...before]
  return now.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** Whoever leaks leaks for good; what is only on its way out is gone soon. */
async function expectNoGrowth(pid: number, before: Holdings): Promise<void> {
  const more = () => moreThan(holdingsOf(pid).descriptors, before.descriptors)
  await expect.poll(more, { timeout: 30_000 }).toEqual([])
  expect(holdingsOf(pid).megabytes).toBeLessThan(before.megabytes + GROWTH_MB)
}

it('the agent of this computer, asked anything at all by a web process, does what its words allow and undoes it', async () => {
  addForeign()
  // Until duplicate address detection is through, the kernel goes on changing this by itself.
  await atRest()
  const host = await HostMachine.start(2)
  onTestFinished(() => host.close())
  const { pid } = host.connection.hello
  // The door of an ordinary user, as a web process has it; the test's own root is the only user of this namespace.
  const { socket } = await host.connection.request({ type: 'admit', uid: 0 })
  const before = { computer: computer(), settings: settings(), files: files() }
  const names = ['fuzz-a', 'fuzz-b', 'fuzz-c']
  const random = new Random(SEED)
  const messages = new Messages(random, names, ['c1'], [])

  await fuzz(socket, messages, random, Math.min(500, MESSAGES), 'host, warm')
  const warm = await settled(host, pid)
  await fuzz(socket, messages, random, MESSAGES, 'host')
  await settled(host, pid)
  await expectNoGrowth(pid, warm)

  expect(computer()).toEqual(before.computer)
  expect(settings()).toBe(before.settings)
  expect(files()).toEqual(before.files)
}, 3_600_000)

/** Takes back all that the fuzzer's labs are, and says what the agent holds then. */
async function settled(host: HostMachine, pid: number): Promise<Holdings> {
  // What was asked for by connections that are gone by now is still done, in its turn.
  const goes = async () => {
    const labs = await appliedLabs(host)
    for (const lab of labs) await host.destroy(lab)
    return labs.length
  }
  await expect.poll(goes, { timeout: 60_000, interval: 500 }).toBe(0)
  await host.orphans(true)
  return holdingsAtRest(pid)
}

/** What a process holds once all that it started has ended, and that changes no more: connections that were closed take a moment. */
async function holdingsAtRest(pid: number): Promise<Holdings> {
  let holdings = holdingsOf(pid)
  const isSame = () => {
    const last = holdings
    holdings = holdingsOf(pid)
    return holdings.children === 0 && holdings.descriptors.length === last.descriptors.length
  }
  await expect.poll(isSame, { timeout: 60_000, interval: 1000 }).toBe(true)
  return holdings
}

/** Consoles stay until somebody closes them. */
async function closeConsoles({ connection }: AgentMachine): Promise<void> {
  const consoles = await new Promise<Console[]>((resolve) => {
    connection.stream({ type: 'console-watch' }, (frame) => {
      if (frame.type === 'consoles') resolve(frame.consoles)
    })
  })
  for (const { id } of consoles) await connection.request({ type: 'console-close', console: id })
}

async function appliedLabs(host: HostMachine): Promise<string[]> {
  const connection = await connectAgent(join(host.folder, 'root.sock'))
  const labs = await new Promise<string[]>((resolve) => {
    connection.stream({ type: 'observe', traffic: false }, (frame) => {
      if (frame.type !== 'observation') return
      const { applied, waiting } = frame.observation
      resolve([...Object.keys(applied), ...(waiting ? [waiting.lab] : [])])
    })
  })
  connection.close()
  return [...new Set(labs)]
}

it('the agent of a sandbox, asked anything at all, lives on and holds no more than before', async () => {
  const agent = await AgentMachine.start('fuzz')
  onTestFinished(() => agent.kill())
  const { pid } = agent.connection.hello
  const before = filesIn('/etc')
  const random = new Random(SEED + 1)
  // Whoever asks a sandbox to end is obeyed, so that is not asked.
  const messages = new Messages(random, ['fuzz'], ['1', '2'], ['destroy'])

  const calm = async () => {
    // Another apply, of a connection that is gone, may be under way.
    await expect.poll(() => agent.apply(emptyLab('fuzz')), { timeout: 60_000 }).toBe('applied')
    await closeConsoles(agent)
    return holdingsAtRest(pid)
  }
  await fuzz(agent.socket, messages, random, Math.min(500, MESSAGES), 'sandbox, warm')
  const warm = await calm()
  await fuzz(agent.socket, messages, random, MESSAGES, 'sandbox')
  await calm()
  await expectNoGrowth(pid, warm)

  expect(filesIn('/etc')).toBe(before)
}, 3_600_000)
