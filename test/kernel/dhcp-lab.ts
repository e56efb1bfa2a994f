import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import type { MachineState } from '../../core/state/state'
import { run } from './ip-machine'

/** The lab of the tests of DHCP, and how its namespaces are looked into. */

export const LAB = 'router-namespace'

/** The example that gives out addresses, as it ships. */
export function exampleLab(): Lab {
  const { lab } = parseLabFile(readFileSync(`labs/${LAB}.netloom.yaml`, 'utf8'))
  if (!lab) throw new Error('the example is no lab')
  return lab
}

/** What a program says in a namespace. */
export function inside(netns: string, ...argv: string[]): string {
  return run('ip', ['netns', 'exec', netns, ...argv])
}

/** The IPv4 addresses of an interface, without their prefix, as `ip` has them. */
export function addresses(netns: string, dev: string): string[] {
  const [entry] = JSON.parse(run('ip', ['-n', netns, '-j', '-4', 'address', 'show', 'dev', dev]))
  return (entry?.addr_info ?? []).map(({ local }: { local: string }) => local)
}

/** Asks again and again, for what only another program's outside can tell. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50)
}

/** The first program that is kept running in a namespace. */
export function service(state: MachineState | undefined, netns: string) {
  return state?.namespaces[netns]?.services?.[0]
}

/** What somebody who listens in `netns` sees as the source of a connection that `from` makes. */
export async function sourceSeen(netns: string, address: string, from: string): Promise<string> {
  const listen = `require('net').createServer((s) => { console.log(s.remoteAddress); s.end(); process.exit() })
    .listen(8080, '${address}', () => console.log('ready'))`
  const listener = spawn('ip', ['netns', 'exec', netns, process.execPath, '-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] })
  let seen = ''
  listener.stdout.on('data', (data) => {
    seen += data
  })
  await once(listener.stdout, 'data')
  const ended = once(listener, 'close')
  inside(from, 'bash', '-c', `exec 3<>/dev/tcp/${address}/8080`)
  await ended
  return seen.trim().split('\n').at(-1) ?? ''
}
