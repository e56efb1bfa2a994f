import { StringDecoder } from 'node:string_decoder'
import type { Namespace } from '../kernel/namespace'
import { spawnIn } from '../kernel/program'
import { endChild, endingOf } from './child'
import type { Probe } from './ping'
import { Refusal } from './resolve'

/** Where a program's output goes: `isBehind` while more of it waits than should, then `whenCaughtUp`. */
export interface OutputSink {
  output: (stream: 'stdout' | 'stderr', data: string) => void
  isBehind: () => boolean
  whenCaughtUp: (work: () => void) => void
}

/** A program that runs; `input` feeds it, null closes its standard input. */
export interface RunningProgram extends Probe {
  input: (data: Buffer | null) => void
}

/** The words for what keeps a program from starting. */
function refusal(program: string, error: unknown): Refusal {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return new Refusal('unavailable', `${program}: no such program`)
  if (code === 'EACCES') return new Refusal('unavailable', `${program}: not a program that may be run`)
  return new Refusal('failed', `${program}: ${error instanceof Error ? error.message : error}`)
}

/** Starts a program in a namespace, without a shell. `timeout` in milliseconds; 0 for none. */
export function startProgram(namespace: Namespace, argv: readonly string[], timeout: number, sink: OutputSink): RunningProgram {
  const [program = '', ...args] = argv
  const child = spawnIn(namespace, program, args)
  const timer = timeout > 0 ? setTimeout(() => endChild(child), timeout) : undefined
  for (const stream of ['stdout', 'stderr'] as const) {
    const source = child[stream]
    const decoder = new StringDecoder('utf8')
    const tell = (data: string) => {
      if (data !== '') sink.output(stream, data)
    }
    source?.on('data', (chunk: Buffer) => {
      tell(decoder.write(chunk))
      if (!sink.isBehind()) return
      // The program waits in its pipe for as long as the reader does not read.
      source.pause()
      sink.whenCaughtUp(() => source.resume())
    })
    source?.on('end', () => tell(decoder.end()))
  }
  // A program may end without reading its input.
  child.stdin?.on('error', () => undefined)
  const ended = endingOf(child)
    .catch((error) => {
      throw refusal(program, error)
    })
    .finally(() => clearTimeout(timer))
  return {
    end: () => endChild(child),
    input: (data) => {
      if (data === null) child.stdin?.end()
      else child.stdin?.write(data)
    },
    ended,
  }
}
