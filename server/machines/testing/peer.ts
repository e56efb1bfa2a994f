import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { AgentFrame, AgentHello } from '../../../core/protocol/agent'
import { AGENT_PROTOCOL } from '../../../core/protocol/agent-wire'

export const hello: AgentHello = {
  protocol: AGENT_PROTOCOL,
  version: '0.1.0',
  machine: 'sandbox',
  lab: 'demo',
  pid: 2,
  kernel: '6.1',
  tools: {},
}

export interface PeerRequest {
  id: number
  request: { type: string; of?: number }
}

/** A peer that answers as each test tells it to: what an agent would never send, or not just then, can only come from such a one. */
export class Peer {
  readonly requests: PeerRequest[] = []
  private readonly sockets = new Set<Socket>()
  private server: Server | undefined
  private newest: Socket | undefined

  constructor(private readonly answer: (request: PeerRequest, peer: Peer) => void) {}

  /** Listens on a socket in a folder, however long the folder's path is. */
  async listen(folder: string, name: string): Promise<string> {
    this.server = createServer((socket) => this.serve(socket))
    const cwd = process.cwd()
    process.chdir(folder)
    try {
      await new Promise<void>((resolve) => this.server?.listen(name, resolve))
    } finally {
      process.chdir(cwd)
    }
    return join(folder, name)
  }

  /** How many are connected. */
  get connections(): number {
    return this.sockets.size
  }

  /** The request of a type that came, or undefined. */
  asked(type: string): PeerRequest | undefined {
    return this.requests.find(({ request }) => request.type === type)
  }

  /** To who connected last. */
  send(frame: AgentFrame): void {
    this.write(`${JSON.stringify(frame)}\n`)
  }

  write(text: string): void {
    this.newest?.write(text)
  }

  hangUp(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  close(): void {
    this.hangUp()
    this.server?.close()
  }

  private serve(socket: Socket): void {
    this.newest = socket
    this.sockets.add(socket)
    socket.on('error', () => {}).on('close', () => this.sockets.delete(socket))
    socket.on('data', (data) => {
      for (const line of data.toString().trim().split('\n')) {
        const request = JSON.parse(line) as PeerRequest
        this.requests.push(request)
        if (request.request.type === 'hello') this.send({ id: request.id, type: 'hello', hello })
        else this.answer(request, this)
      }
    })
  }
}
