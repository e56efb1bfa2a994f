import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const FOLDER = join(import.meta.dirname, '../../packaging/systemd')
const UNITS = readdirSync(FOLDER).filter((name) => name.endsWith('.service'))
/** What systemd makes of a unit's exposure, from 0 to 10; the agent must have mounts that others see, and root's capabilities for networks. */
const EXPOSURE: Record<string, number> = { 'netloom-web.service': 3.6, 'netloom-agent.service': 5.3 }

function analyze(...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  return { code: status, said: `${stdout}${stderr}` }
}

const version = Number(/systemd (\d+)/.exec(spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1])

test('there is a unit for each process', () => {
  expect(UNITS.sort()).toEqual(['netloom-agent.service', 'netloom-web.service'])
})

describe.skipIf(!version)('systemd-analyze', () => {
  test.each(UNITS)('verifies %s without a word', (unit) => {
    expect(analyze('verify', join(FOLDER, unit))).toEqual({ code: 0, said: '' })
  })

  // `--offline` came with systemd 250.
  test.skipIf(version < 250).each(UNITS)('finds little that %s is exposed by', (unit) => {
    const { said } = analyze('security', '--offline=yes', join(FOLDER, unit))
    const level = Number(/exposure level for \S+: ([\d.]+)/.exec(said)?.[1])
    expect(level).toBeLessThanOrEqual(EXPOSURE[unit] ?? 0)
  })
})

test('the web editor has no capability, and can get none', () => {
  const text = readFileSync(join(FOLDER, 'netloom-web.service'), 'utf8')
  expect(text).toMatch(/^User=netloom$/m)
  expect(text).toMatch(/^CapabilityBoundingSet=$/m)
  expect(text).toMatch(/^NoNewPrivileges=yes$/m)
})
