import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { AGENT_PROTOCOL } from '../../core/protocol/agent-wire'
import { expectCases } from '../figures'
import { pairLab } from './agent-labs'
import { atRest } from './at-rest'
import { callsOf, killAt } from './crash-matrix'
import { differences } from './differences'
import { caused, FAULTS } from './faults'
import { computer, HostMachine } from './host-machine'
import { run } from './ip-machine'
import { canInject, Strace } from './strace'

/** Faults of a whole computer, each caused for real, with the outcome that must follow. Nothing of somebody else's may change. */

const NAME = 'pair'
const PAIR = pairLab(NAME)
const RULED = pairLab(NAME, { host: { kind: 'host', nat: [{ type: 'masquerade', source: '10.1.0.0/24' }] } })
let host: HostMachine
let before: Record<string, unknown>

expectCases('faults caused', FAULTS)

beforeAll(async () => {
  run('sh', [
    '-c',
    `sysctl -q -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
    ip link add ext0 type veth peer name ext1; ip link set ext0 up; ip link set ext1 up; ip address add 192.0.2.1/24 dev ext0
    ip netns add theirs`,
  ])
  await atRest()
  before = computer()
  host = await HostMachine.start()
})

afterEach(async () => {
  await host.destroy(NAME)
  expect(differences(before, computer())).toEqual([])
})

afterAll(() => host.close())

async function restart(): Promise<void> {
  await host.kill()
  await host.startAgent()
}

/** Puts a program of another kind in the place of one for as long as `work` takes; only in this private root. */
async function withShim<T>(program: string, script: string, mode: number, work: () => Promise<T>): Promise<T> {
  const shim = join(host.folder, 'shim')
  writeFileSync(shim, script)
  chmodSync(shim, mode)
  run('mount', ['--bind', shim, program])
  try {
    return await work()
  } finally {
    run('umount', [program])
  }
}

const NFT = run('sh', ['-c', 'command -v nft']).trim()

describe('an apply', () => {
  test.skipIf(!canInject)('whose agent is killed between creating and tagging is found by its group and removed', async () => {
    await caused('killed between creating and tagging', async () => {
      const made = { name: 'made', prepare: async () => undefined, change: () => host.apply(PAIR) }
      const calls = await callsOf(host, made.change)
      await host.destroy(NAME)
      const born = calls.findIndex(({ effect }) => effect === 'RTM_NEWLINK')
      const tag = calls.slice(born).find(({ effect }) => effect === 'RTM_SETLINK')
      const isHalfMade = () =>
        run('ip', ['link', 'show', 'group', '188']).includes('br0') && !run('ip', ['link']).includes('alias')
      // How often it reads before it begins depends on what the kernel still tells of the change before.
      for (let attempt = 0; attempt < 20 && tag && !isHalfMade(); attempt++) {
        if (attempt > 0) await host.startAgent()
        if (!(await killAt(host, made, tag))) await host.destroy(NAME)
      }
      expect(isHalfMade()).toBe(true)
      await host.startAgent()
      expect(host.connection.hello.recovered).toEqual({ lab: NAME, undone: true })
      expect(await host.orphans()).toEqual({ labs: [], doubtful: [] })
    })
  })

  test.skipIf(!canInject)('clears the name that a killed “ip netns add” leaves, where it needs it, and no other', async () => {
    await caused('killed inside ip netns add', async () => {
      for (const name of ['red', 'other'])
        spawnSync('strace', ['-o', '/dev/null', '-e', 'inject=mount:signal=KILL:when=2', 'ip', 'netns', 'add', name])
      expect(statSync('/run/netns/red').mode & 0o777).toBe(0)
      expect(await host.apply(PAIR)).toMatchObject({ outcome: 'applied' })
      await host.destroy(NAME)
      expect(existsSync('/run/netns/red')).toBe(false)
      expect(existsSync('/run/netns/other')).toBe(true)
      run('rm', ['/run/netns/other'])
    })
  })

  test('for which there is no room says so, and leaves nothing half made', async () => {
    await host.kill()
    run('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=2', 'tmpfs', '/run/netns'])
    await host.startAgent()
    try {
      await caused('no room', async () => {
        expect(await host.apply(PAIR)).toMatchObject({
          outcome: 'failed',
          failure: { op: { op: 'netns-add' }, error: expect.stringMatching(/no space left on device/i), undone: true },
        })
        expect(run('ls', ['/run/netns'])).toBe('')
      })
    } finally {
      await host.kill()
      // The agent made it a mount point of its own.
      run('sh', ['-c', 'while mountpoint -q /run/netns && [ ! -e /run/netns/theirs ]; do umount /run/netns; done'])
      await host.startAgent()
    }
  })

  test('that wants what is somebody else’s name, if only an alternative one, is refused', async () => {
    run('ip', ['link', 'property', 'add', 'dev', 'ext0', 'altname', 'br0'])
    const now = computer()
    await caused('a foreign object of the same name, or with our name as altname', async () => {
      expect(await host.apply(PAIR)).toEqual({ outcome: 'refused', reason: 'conflicts' })
      expect(await host.apply(pairLab(NAME, { theirs: { kind: 'namespace' } }))).toEqual({
        outcome: 'refused',
        reason: 'conflicts',
      })
      expect(differences(now, computer())).toEqual([])
    })
    run('ip', ['link', 'property', 'del', 'dev', 'ext0', 'altname', 'br0'])
  })

  test('and its removal leave a foreign link alone that carries a copy of our tag', async () => {
    expect(await host.apply(PAIR)).toMatchObject({ outcome: 'applied' })
    const [ours] = JSON.parse(run('ip', ['-j', 'link', 'show', 'p-red']))
    await caused('our tag copied onto a foreign link', async () => {
      for (const group of ['default', '188']) {
        run('ip', ['link', 'set', 'ext0', 'alias', ours.ifalias, 'group', group])
        expect(await host.apply(RULED)).toMatchObject({ outcome: 'applied' })
        expect((await host.orphans()).doubtful).toMatchObject([{ what: 'host:ext0' }])
        await host.destroy(NAME)
        expect(run('ip', ['-br', 'address', 'show', 'ext0'])).toContain('192.0.2.1/24')
        expect(await host.apply(PAIR)).toMatchObject({ outcome: 'applied' })
      }
    })
    run('ip', ['link', 'set', 'ext0', 'alias', '', 'group', 'default'])
  })
})

describe('a removal', () => {
  test('takes the links out of a namespace that somebody is in, and says who', async () => {
    expect(await host.apply(PAIR)).toMatchObject({ outcome: 'applied' })
    const inside = spawn('ip', ['netns', 'exec', 'red', 'sh', '-c', 'echo in; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(inside.stdout as NonNullable<ChildProcess['stdout']>, 'data')
    try {
      await caused('a process pins a namespace', async () => {
        const { left } = await host.connection.request({ type: 'destroy', lab: NAME, actor: 'test' })
        expect(left).toEqual([
          { what: 'red', why: `still in use by PID ${inside.pid} (sleep)`, by: [{ pid: inside.pid, program: 'sleep' }] },
        ])
        expect(run('nsenter', [`--net=/proc/${inside.pid}/ns/net`, 'ip', '-br', 'link'])).not.toContain('eth0')
        expect(existsSync('/run/netns/red')).toBe(false)
      })
    } finally {
      inside.kill('SIGKILL')
    }
  })
})

describe('a tool', () => {
  test('that is missing, or hangs, is named within a bounded time, and what was begun is undone', async () => {
    await caused('tool missing, or hangs', async () => {
      const hanging = () => host.apply(RULED)
      expect(await withShim(NFT, '#!/bin/sh\nexec sleep 600\n', 0o755, hanging)).toMatchObject({
        outcome: 'failed',
        failure: { op: { op: 'rules-set' }, error: expect.stringMatching(/nft did not end within \d+ s/), undone: true },
      })
      const missing = async () => {
        await restart()
        return host.apply(RULED)
      }
      expect(await withShim(NFT, '', 0o644, missing)).toMatchObject({
        outcome: 'failed',
        failure: { op: { op: 'rules-set' }, error: expect.stringMatching(/nft is not installed/), undone: true },
      })
    })
    await restart()
  })
})

describe('the agent’s memory', () => {
  test('when its disk is full or its journal torn: refused before the kernel changes', async () => {
    await host.kill()
    await caused('journal torn, disk full', async () => {
      const journal = join(host.folder, 'journal.json')
      writeFileSync(journal, '{"lab":"pair","ops":[')
      await host.startAgent()
      await expect(host.apply(PAIR)).rejects.toThrow(/journal\.json cannot be read.*move that file away/)
      expect(differences(before, computer())).toEqual([])
      expect(readFileSync(journal, 'utf8')).toBe('{"lab":"pair","ops":[')
      run('rm', [journal])
      const filled = join(host.folder, 'filled')
      run('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=711', 'tmpfs', host.folder])
      try {
        await restart()
        spawnSync('dd', ['if=/dev/zero', `of=${filled}`, 'bs=4k'])
        await expect(host.apply(PAIR)).rejects.toThrow(/no space left on device/i)
        expect(differences(before, computer())).toEqual([])
        run('rm', [filled])
        expect(await host.apply(PAIR)).toMatchObject({ outcome: 'applied' })
        await host.destroy(NAME)
      } finally {
        await host.kill()
        run('umount', [host.folder])
        await host.startAgent()
      }
    })
  })

  test.skipIf(!canInject)('when its disk is full in the middle: undone, for what is not noted would be forgotten', async () => {
    const calls = await callsOf(host, () => host.apply(PAIR))
    await host.destroy(NAME)
    const noted = calls.find(({ effect }) => effect === `fsync ${NAME}.json`)
    await caused('journal torn, disk full', async () => {
      const strace = await Strace.attach(host.pid, `fsync:error=ENOSPC:when=${noted?.nth}`)
      const result = await host.apply(PAIR).finally(() => strace.detach())
      expect(result).toMatchObject({ outcome: 'failed', failure: { error: expect.stringMatching(/ENOSPC/), undone: true } })
      expect(differences(before, computer())).toEqual([])
    })
  })
})

describe('a client that does not read', () => {
  test('is given a snapshot when it reads again, rather than all that it missed', async () => {
    expect(await host.apply(PAIR)).toMatchObject({ outcome: 'applied' })
    const slow = connect(join(host.folder, 'root.sock'))
    let said = ''
    slow.on('data', (data) => {
      said += data
    })
    slow.write(`${JSON.stringify({ id: 1, request: { type: 'hello', protocol: AGENT_PROTOCOL } })}\n`)
    slow.write(`${JSON.stringify({ id: 2, request: { type: 'observe', traffic: false } })}\n`)
    await vi.waitFor(() => expect(said).toContain('"observation"'))
    slow.pause()
    await caused('a slow client', async () => {
      await host.apply({ ...PAIR, nodes: { ...PAIR.nodes, br0: { kind: 'bridge', addresses: ['10.1.0.1/24', '10.1.1.1/24'] } } })
      slow.resume()
      await vi.waitFor(() => expect(said).toMatch(/"type":"snapshot".*10\.1\.1\.1/), { timeout: 10_000 })
    })
    slow.destroy()
  })
})
