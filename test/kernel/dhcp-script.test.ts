import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { bashScript } from '../../core/script/bash'
import { arbitraryDhcpLab } from '../arbitraries/dhcp'
import { runs } from '../runs'
import { AgentMachine } from './agent-machine'
import { addresses, eventually, exampleLab, LAB, sourceSeen } from './dhcp-lab'
import { run, sweepRoot } from './ip-machine'
import { dhcpProcesses } from './processes'

/** DHCP by the exported script, with the real server and the real clients, compared with what the agent keeps running. */

beforeEach(sweepRoot)

const RUNS = Math.max(3, Math.floor(runs(100, 400) / 10))

test('agent and script run the same programs for any lab, and leave none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-dhcp-'))
  const path = join(folder, 'demo.sh')
  const machine = await AgentMachine.start('demo')
  const programs = () => dhcpProcesses().map(({ netns, command }) => `${netns} ${command}`)
  try {
    await fc.assert(
      fc.asyncProperty(arbitraryDhcpLab({ name: 'demo' }), async (lab) => {
        sweepRoot()
        expect(await machine.apply(lab)).toBe('applied')
        expect(await machine.remaining(lab)).toEqual([])
        const byAgent = programs()
        expect(await machine.apply(emptyLab('demo'))).toBe('applied')
        expect(programs()).toEqual([])
        writeFileSync(path, bashScript(lab, { dialect: 'nft', locale: 'en' }))
        run('bash', [path, 'up'])
        await vi.waitFor(() => expect(programs()).toEqual(byAgent), { timeout: 20_000 })
        run('bash', [path, 'down'])
        expect(programs()).toEqual([])
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  } finally {
    await machine.destroy('demo')
    rmSync(folder, { recursive: true })
  }
}, 300_000)

describe('the exported script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-dhcp-'))

  test.each(['nft', 'iptables'] as const)('runs the same programs as the agent, and ends exactly those (%s)', async (dialect) => {
    const lab = exampleLab()
    const machine = await AgentMachine.start(LAB)
    expect(await machine.apply(lab)).toBe('applied')
    const byAgent = dhcpProcesses().map(({ netns, command }) => `${netns} ${command}`)
    await machine.destroy(LAB)
    sweepRoot()

    const path = join(folder, `${dialect}.sh`)
    writeFileSync(path, bashScript(lab, { dialect, locale: dialect === 'nft' ? 'en' : 'zh' }))
    run('shellcheck', [path])
    run('bash', [path, 'up'])
    await eventually(() => addresses('dom1', 'veth1.2').length > 0 && addresses('dom2', 'veth1.3').length > 0)
    const first = dhcpProcesses()
    expect(first.map(({ netns, command }) => `${netns} ${command}`)).toEqual(byAgent)
    expect(await sourceSeen('neighbour', '192.168.0.100', 'dom1')).toBe('192.168.0.254')
    run('bash', [path, 'up'])
    expect(dhcpProcesses()).toEqual(first)

    // Somebody else's, which the script has nothing to do with.
    const stranger = spawn('dnsmasq', ['--no-daemon', '--conf-file=/dev/null', '--port=5353'])
    await once(stranger.stderr, 'data')
    run('bash', [path, 'down'])
    expect(dhcpProcesses().map(({ pid }) => pid)).toEqual([stranger.pid])
    expect(existsSync(`/run/netloom-${LAB}`)).toBe(false)
    stranger.kill('SIGKILL')
    await once(stranger, 'exit')
    if (dialect === 'iptables') rmSync(folder, { recursive: true })
  })
})
