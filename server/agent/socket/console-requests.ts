import type { AgentRequest } from '../../../core/protocol/agent-requests'
import { MAX_CONSOLE_INPUT } from '../../../core/protocol/console'
import type { ShellPlace } from '../console/console'
import type { Consoles } from '../console/consoles'
import { Refusal } from '../probe/resolve'
import type { Connection } from './connection'

type ConsoleRequest = Extract<AgentRequest, { type: `console-${string}` }>

/** Answers the requests about consoles. `placeOf` finds where the shell of a node of a lab is to be, or throws. */
export async function answerConsole(
  consoles: Consoles,
  placeOf: (node: string, lab: string | undefined) => ShellPlace,
  connection: Connection,
  id: number,
  request: ConsoleRequest,
): Promise<void> {
  switch (request.type) {
    case 'console-open': {
      const { node, lab, cols, rows } = request
      const opened = await consoles.start(placeOf(node, lab), { cols, rows })
      return connection.send({ id, type: 'console', console: opened })
    }
    case 'console-watch':
      return connection.watching(consoles.watch((list) => connection.send({ id, type: 'consoles', consoles: list })))
    case 'console-attach':
      return attach(consoles, connection, id, request.console)
    case 'console-ack':
      return connection.acknowledge(request.of, request.bytes)
    case 'console-input': {
      const data = Buffer.from(request.data, 'base64')
      if (data.length > MAX_CONSOLE_INPUT) throw new Refusal('limit', `at most ${MAX_CONSOLE_INPUT} bytes at a time`)
      if (!consoles.get(request.console).write(data))
        throw new Refusal('limit', 'the program in the console does not read its input')
      break
    }
    case 'console-resize':
      consoles.get(request.console).resize(request.cols, request.rows)
      break
    case 'console-close':
      consoles.close(request.console)
  }
  connection.send({ id, type: 'console-done' })
}

function attach(consoles: Consoles, connection: Connection, id: number, console: string): void {
  const attached = consoles.get(console)
  // A console that has ended says so before `attach` returns.
  let over = false
  const following = attached.attach({
    output: (data, reset) => connection.send({ id, type: 'console-output', data: data.toString('base64'), reset }),
    ended: ({ exitCode, signal }) => {
      over = true
      connection.ended(id)
      connection.send({ id, type: 'done', exitCode, ...(signal === undefined ? {} : { signal }) })
    },
  })
  if (over) return
  const end = () => {
    following.detach()
    connection.ended(id)
    connection.send({ id, type: 'done', exitCode: null })
  }
  connection.started(id, end)
  connection.acknowledging(id, following.acknowledge)
}
