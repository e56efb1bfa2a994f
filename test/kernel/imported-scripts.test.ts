import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { importScript } from '../../core/script/import/import-script'
import { APPLIED, type Expected } from '../import/expected'
import { AgentMachine } from './agent-machine'
import { sweepRoot } from './ip-machine'

/** What scripts of many styles import to, applied and then asked with `ping` and a TCP client in the namespaces themselves. */

const FOLDER = join(import.meta.dirname, '../import/scripts')
let agent: AgentMachine

beforeAll(async () => {
  sweepRoot()
  agent = await AgentMachine.start('demo')
})
afterAll(() => agent.destroy('demo'))
beforeEach(async () => {
  expect(await agent.apply(emptyLab('demo'))).toBe('applied')
})

function inside(node: string, argv: readonly string[]): string[] {
  return node === 'host' ? [...argv] : ['ip', 'netns', 'exec', node, ...argv]
}

/** How many of two pings were answered. */
function answered(from: string, to: string): number {
  const [program = '', ...args] = inside(from, ['ping', '-n', '-c', '2', '-i', '0.2', '-W', '1', to])
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  const received = /(\d+) received/.exec(stdout)?.[1]
  // Without a route ping sends nothing and prints no summary; anything else must be a result.
  if (received === undefined && !/unreachable/i.test(stderr)) throw new Error(stdout + stderr)
  return Number(received ?? 0)
}

const LISTEN = (port: number) =>
  `require('node:net').createServer((socket) => socket.on('error', () => {}).end('here')).listen(${port}, '0.0.0.0', () => console.log('ready'))`
const ASK = (address: string, port: number) =>
  `const s = require('node:net').connect(${port}, '${address}'); s.setTimeout(3000, () => s.destroy()); s.on('error', () => {}); s.pipe(process.stdout)`

async function isAnswered({ from, to, port, at, listens }: NonNullable<Expected['tcp']>): Promise<string> {
  const [program = '', ...args] = inside(at, [process.execPath, '-e', LISTEN(listens)])
  const server: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(server, 'exit')
  try {
    if (server.stdout) await once(server.stdout, 'data')
    const [asker = '', ...rest] = inside(from, [process.execPath, '-e', ASK(to, port)])
    return spawnSync(asker, rest, { encoding: 'utf8' }).stdout
  } finally {
    server.kill()
    await ended
  }
}

describe('an imported script', () => {
  test.each(APPLIED)(
    '$file: applied, and it carries what it should and no more',
    async ({ file, pings = [], silent = [], tcp }) => {
      const { lab } = importScript(readFileSync(join(FOLDER, file), 'utf8'), 'demo')
      expect(await agent.apply(lab)).toBe('applied')
      expect(await agent.remaining(lab)).toEqual([])
      // A link-local IPv6 address is tentative for a second or two, and a router asks for its neighbours with it (RFC 4862).
      for (const [from, to] of pings)
        await expect.poll(() => answered(from, to), { message: `${from} → ${to}`, timeout: 15_000 }).toBe(2)
      for (const [from, to] of silent) expect(answered(from, to), `${from} → ${to}`).toBe(0)
      if (tcp) expect(await isAnswered(tcp)).toBe('here')
    },
  )
})
