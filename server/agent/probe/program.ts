import type { Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as delay } from 'node:timers/promises'
import type { Namespace } from '../kernel/namespace'
import { spawnPiped } from '../kernel/program'
import { programPath } from '../kernel/tools'
import { inView } from '../kernel/view'
import { endChild, endingOf } from './child'
import type { Probe } from './ping'
import { Refusal } from './resolve'

/** Milliseconds that a program's outputs are still read after it has ended, while somebody else holds them open. */
const LINGER = 500

/**
 * What may wait for a program that does not read, in bytes. The connection is no place to hold that up: it would hold up the
 * `cancel` of the program as well. So who sends waits for its answers (`input-done`), and a program whose sender does not is
 * ended: it must not go on with a hole in its input, half a script for a shell.
 */
const INPUT_BACKLOG = 1024 * 1024
/** What one `input` counts for beside its bytes, so that as many as one likes without any are bounded too. */
const INPUT_OVERHEAD = 512

/** Where a program's output goes: `isBehind` while more of it waits than should, then `whenCaughtUp`. */
export interface OutputSink {
  output: (stream: 'stdout' | 'stderr', data: string) => void
  isBehind: () => boolean
  whenCaughtUp: (work: () => void) => void
}

/**
 * Feeds a program; null closes its standard input. Calls `taken` once the program has it, or takes no more. Throws Refusal, and
 * ends the program, when it reads too slowly for what is sent.
 */
export type ProgramInput = (data: Buffer | null, taken: () => void) => void

export interface RunningProgram extends Probe {
  input: ProgramInput
}

/** Passes on what a program writes, as text; resolves at its end. */
function forward(source: Socket, tell: (data: string) => void, sink: OutputSink): Promise<void> {
  const decoder = new StringDecoder('utf8')
  const pass = (data: string) => {
    if (data !== '') tell(data)
  }
  source.on('data', (chunk: Buffer) => {
    pass(decoder.write(chunk))
    if (!sink.isBehind()) return
    // The program waits in its pipe for as long as the reader does not read.
    source.pause()
    sink.whenCaughtUp(() => source.resume())
  })
  return new Promise((resolve) => {
    source.once('end', () => {
      pass(decoder.end())
      resolve()
    })
    source.once('error', () => resolve())
  })
}

/** Starts a program in a namespace, with that namespace's /sys, and without a shell. `timeout` in milliseconds; 0 for none. */
export function startProgram(namespace: Namespace, argv: readonly string[], timeout: number, sink: OutputSink): RunningProgram {
  const [program = ''] = argv
  // The shell in between would only have an exit code to say so.
  if (!programPath(program)) throw new Refusal('unavailable', `${program}: no such program, or not one that may be run`)
  const view = inView(namespace, argv)
  const { child, stdin, stdout, stderr } = spawnPiped(namespace, view.path, view.args)
  const timer = timeout > 0 ? setTimeout(() => endChild(child), timeout) : undefined
  const drained = [
    forward(stdout, (data) => sink.output('stdout', data), sink),
    forward(stderr, (data) => sink.output('stderr', data), sink),
  ]
  // A program may end without reading its input.
  stdin.on('error', () => undefined)
  let waiting = 0
  let overrun: Refusal | undefined
  const ended = endingOf(child)
    .then(async (ending) => {
      // A daemon that the program left behind may hold its outputs open for ever.
      await Promise.race([Promise.all(drained), delay(LINGER)])
      return ending
    })
    .catch((error) => {
      throw new Refusal('failed', `${program}: ${error instanceof Error ? error.message : error}`)
    })
    .finally(() => {
      clearTimeout(timer)
      for (const stream of [stdin, stdout, stderr]) stream.destroy()
    })
    .then((ending) => {
      if (overrun) throw overrun
      return ending
    })
  return {
    end: () => endChild(child),
    input: (data, taken) => {
      if (!overrun && waiting > INPUT_BACKLOG) {
        overrun = new Refusal('limit', `${program}: more than ${INPUT_BACKLOG} bytes of input wait for it; it was ended`)
        endChild(child)
      }
      if (overrun) throw overrun
      const cost = INPUT_OVERHEAD + (data?.length ?? 0)
      waiting += cost
      const gone = () => {
        waiting -= cost
        taken()
      }
      if (data === null) stdin.end(gone)
      else stdin.write(data, gone)
    },
    ended,
  }
}
