import type { AgentFrame } from '../../../core/protocol/agent'
import { type CliCommand, writeJson } from '../command'
import { runningMachine } from '../machine'
import { codeOfSignal } from '../signal-code'

/** Pieces of standard input, of at most 64 KB, that are sent ahead of the program that reads them; the agent lets 1 MB wait. */
const PIECES_AHEAD = 4

/** Passes this process's standard input on, no faster than it is read. Returns what stops that. */
function feed(source: NodeJS.ReadStream, input: (data: Buffer | null) => Promise<void>): () => void {
  let ahead = 0
  const onData = async (piece: Buffer) => {
    if (++ahead === PIECES_AHEAD) source.pause()
    await input(piece)
    if (ahead-- === PIECES_AHEAD && !source.destroyed) source.resume()
  }
  const onEnd = () => input(null)
  source.on('data', onData).once('end', onEnd)
  return () => source.off('data', onData).off('end', onEnd).destroy()
}

export const exec: CliCommand = {
  name: 'exec',
  positionals: ['NAME', 'NODE', 'CMD...'],
  options: {},
  errorCode: 125,
  async run(invocation) {
    const { io, positionals } = invocation
    const [lab, node = '', ...argv] = positionals
    const connection = await runningMachine(invocation)
    const kept = { stdout: '', stderr: '' }
    const onFrame = (frame: AgentFrame) => {
      if (frame.type !== 'output') return
      if (invocation.json) kept[frame.stream] += frame.data
      else if (frame.stream === 'stdout') io.out(frame.data)
      else io.err(frame.data)
    }
    const stream = connection.stream({ type: 'run', lab, node, argv }, onFrame)
    const stopFeeding = feed(process.stdin, (data) => stream.input(data))
    const cancel = () => stream.cancel()
    process.on('SIGINT', cancel).on('SIGTERM', cancel)
    try {
      const { exitCode, signal } = await stream.done
      if (invocation.json) writeJson(io, { exitCode, ...(signal === undefined ? {} : { signal }), ...kept })
      else if (signal !== undefined) io.err(`${invocation.text.endedBySignal(signal)}\n`)
      return exitCode ?? codeOfSignal(signal)
    } finally {
      process.off('SIGINT', cancel).off('SIGTERM', cancel)
      stopFeeding()
      connection.close()
    }
  },
}
