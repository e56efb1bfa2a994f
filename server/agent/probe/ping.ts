import type { PingEvent } from '../../../core/protocol/agent'
import type { Namespace } from '../kernel/namespace'
import { spawnIn } from '../kernel/program'
import { toolPath } from '../kernel/tools'
import { Lines } from '../lines'
import { type Ending, endChild, endingOf } from './child'
import { PingReader } from './ping-reader'
import { Refusal } from './resolve'

/** A line of ping's output is short; anything longer is not ping. */
const LINE = 4096

/** A probe that is under way. */
export interface Probe {
  end: () => void
  ended: Promise<Ending>
}

/** The arguments of iputils' ping: numbers only, silence said as it happens, and a last wait of four seconds, for it takes the kernel three to find that nobody has an address. */
function pingArguments(address: string, { count, interval }: { count: number; interval: number }): string[] {
  return ['-n', '-O', '-c', String(count), '-i', String(interval / 1000), '-W', '4', address]
}

/** The machine's own ping, in a namespace, with its lines as events. `address` is a checked address, never a name or an option. */
export function startPing(
  namespace: Namespace,
  address: string,
  request: { count: number; interval: number },
  onEvent: (event: PingEvent) => void,
): Probe {
  const path = toolPath('ping')
  if (!path) throw new Refusal('unavailable', 'ping is not installed; Debian has it in the package iputils-ping')
  const args = pingArguments(address, request)
  const child = spawnIn(namespace, path, args, ['ignore', 'pipe', 'pipe'])
  onEvent({ kind: 'start', command: ['ping', ...args].join(' '), address })
  const reader = new PingReader()
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new Lines(LINE)
    stream?.on('data', (chunk: Buffer) => {
      for (const line of lines.take(chunk)) for (const event of reader.line(line)) onEvent(event)
    })
  }
  const ended = endingOf(child).then((ending) => {
    for (const event of reader.end()) onEvent(event)
    return ending
  })
  // SIGINT is what makes ping print its summary.
  return { end: () => endChild(child, 'SIGINT'), ended }
}
