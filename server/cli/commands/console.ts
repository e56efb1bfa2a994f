import { StringDecoder } from 'node:string_decoder'
import { CONSOLE_ACK, MAX_CONSOLE_INPUT } from '../../../core/protocol/console'
import type { AgentConnection } from '../../machines/connection'
import { type CliCommand, writeJson } from '../command'
import { runningMachine } from '../machine'
import { codeOfSignal } from '../signal-code'

const USUAL = { cols: 80, rows: 24 }
/** What closes the input of a program on a terminal (Ctrl+D), for a shell whose commands come through a pipe. */
const END_OF_INPUT = Buffer.from([4])
/** Milliseconds until it is typed again: a shell that is not at its prompt yet does not take it for the end. */
const END_AGAIN = 200

function size(): { cols: number; rows: number } {
  const { columns, rows } = process.stdout
  const within = (value: number | undefined, usual: number, most: number) => Math.min(Math.max(value || usual, 2), most)
  return { cols: within(columns, USUAL.cols, 500), rows: within(rows, USUAL.rows, 300) }
}

/** Types into the console in the order in which it was typed here; `problem` hears of what could not be. */
function typist(connection: AgentConnection, console: string, problem: (error: unknown) => void): (data: Buffer) => void {
  let last: Promise<unknown> = Promise.resolve()
  return (data) => {
    for (let at = 0; at < data.length; at += MAX_CONSOLE_INPUT) {
      const part = data.subarray(at, at + MAX_CONSOLE_INPUT).toString('base64')
      last = last.then(() => connection.request({ type: 'console-input', console, data: part })).catch(problem)
    }
  }
}

/** Opens a console; one that is refused leaves no connection behind. */
async function opened(connection: AgentConnection, lab: string, node: string): Promise<string> {
  try {
    return (await connection.request({ type: 'console-open', lab, node, ...size() })).console.id
  } catch (error) {
    connection.close()
    throw error
  }
}

/** A shell in a node at this terminal, until it ends. */
export const openConsole: CliCommand = {
  name: 'console',
  positionals: ['NAME', 'NODE'],
  options: {},
  errorCode: 125,
  async run(invocation) {
    const { io, positionals, json } = invocation
    const [lab, node = ''] = positionals
    const connection = await runningMachine(invocation)
    const { stdin, stdout } = process
    const decoder = new StringDecoder('utf8')
    let kept = ''
    let unread = 0
    const onResize = () => {
      // One that has just ended has no size.
      connection.request({ type: 'console-resize', console: id, ...size() }).catch(() => undefined)
    }
    const id = await opened(connection, lab ?? '', node)
    const stream = connection.stream({ type: 'console-attach', console: id }, (frame) => {
      if (frame.type !== 'console-output') return
      const data = Buffer.from(frame.data, 'base64')
      const text = decoder.write(data)
      if (json) kept += text
      else io.out(text)
      unread += data.length
      if (unread < CONSOLE_ACK) return
      stream.acknowledge(unread)
      unread = 0
    })
    const type = typist(connection, id, () => stream.cancel())
    let ending: NodeJS.Timeout | undefined
    const onEnd = () => {
      type(END_OF_INPUT)
      ending = setInterval(() => type(END_OF_INPUT), END_AGAIN)
    }
    if (stdin.isTTY) stdin.setRawMode(true)
    stdin.on('data', type).once('end', onEnd)
    stdout.on('resize', onResize)
    try {
      const { exitCode, signal } = await stream.done
      if (json) writeJson(io, { exitCode, ...(signal === undefined ? {} : { signal }), output: kept })
      else if (signal !== undefined) io.err(`${invocation.text.endedBySignal(signal)}\n`)
      await connection.request({ type: 'console-close', console: id })
      return exitCode ?? codeOfSignal(signal)
    } finally {
      clearInterval(ending)
      stdout.off('resize', onResize)
      stdin.off('data', type).off('end', onEnd)
      if (stdin.isTTY) stdin.setRawMode(false)
      stdin.destroy()
      connection.close()
    }
  },
}
