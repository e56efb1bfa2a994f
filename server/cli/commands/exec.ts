import type { AgentFrame } from '../../../core/protocol/agent'
import { type CliCommand, writeJson } from '../command'
import { runningMachine } from '../machine'
import { codeOfSignal } from '../signal-code'

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
    const onData = (chunk: Buffer) => stream.input(chunk)
    const onEnd = () => stream.input(null)
    const cancel = () => stream.cancel()
    process.stdin.on('data', onData).once('end', onEnd)
    process.on('SIGINT', cancel).on('SIGTERM', cancel)
    try {
      const { exitCode, signal } = await stream.done
      if (invocation.json) writeJson(io, { exitCode, ...(signal === undefined ? {} : { signal }), ...kept })
      else if (signal !== undefined) io.err(`${invocation.text.endedBySignal(signal)}\n`)
      return exitCode ?? codeOfSignal(signal)
    } finally {
      process.off('SIGINT', cancel).off('SIGTERM', cancel)
      process.stdin.off('data', onData).off('end', onEnd).destroy()
      connection.close()
    }
  },
}
