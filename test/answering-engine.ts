import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What an engine says to a request; 200 unless told. */
export interface Answer {
  status?: number
  body: string
}

/**
 * A container engine that answers as a test says, on a socket of its own: for what no real one can be brought to do when a test wants it. A shell
 * that it is asked to start is a connection that stays.
 */
export class AnsweringEngine {
  readonly shells: Socket[] = []
  private readonly folder = mkdtempSync(join(tmpdir(), 'netloom-engine-'))
  readonly socket = join(this.folder, 'engine.sock')
  private readonly server = createServer((request, response) => {
    const { status = 200, body } = this.answer(request.url ?? '')
    response.statusCode = status
    response.end(body)
  })

  private constructor(private readonly answer: (path: string) => Answer) {
    this.server.on('upgrade', (_request, socket: Socket) => {
      this.shells.push(socket)
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    })
  }

  static async start(answer: (path: string) => Answer): Promise<AnsweringEngine> {
    const engine = new AnsweringEngine(answer)
    await new Promise<void>((resolve) => engine.server.listen(engine.socket, resolve))
    return engine
  }

  close(): void {
    for (const shell of this.shells) shell.destroy()
    this.server.close()
    this.server.closeAllConnections()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** What it says of a container whose first process is `pid`. */
export function inspected(id: string, pid: number): Answer {
  const [State, Config] = [{ Running: true, Pid: pid }, { Image: 'image' }]
  return { body: JSON.stringify({ Id: id, Name: `/${id}`, State, Config, NetworkSettings: { Networks: {} } }) }
}
