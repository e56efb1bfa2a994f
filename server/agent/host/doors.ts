import { chmodSync, chownSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** The socket for root's own command line. */
export const ROOT_DOOR = 'root.sock'

/**
 * The sockets of this computer's agent, one for each who may ask: the kernel lets nobody but its owner connect, so the socket that a client
 * came through says who it is.
 */
export class Doors {
  private readonly open = new Map<string, Server>()

  constructor(
    private readonly folder: string,
    private readonly onClient: (socket: Socket, privileged: boolean) => void,
  ) {}

  /** Opens root's door. */
  async openRoot(): Promise<void> {
    await this.listen(ROOT_DOOR, 0, true)
  }

  /** Opens a door for the web process of a user; where it is. */
  async admit(uid: number): Promise<string> {
    const name = `web-${uid}.sock`
    if (!this.open.has(name)) await this.listen(name, uid, false)
    return join(this.folder, name)
  }

  close(): void {
    for (const [name, server] of this.open) {
      server.close()
      rmSync(join(this.folder, name), { force: true })
    }
  }

  private async listen(name: string, uid: number, privileged: boolean): Promise<void> {
    const path = join(this.folder, name)
    // Whoever holds the lock of this folder is the only agent: what lies there is left from one that was killed.
    rmSync(path, { force: true })
    const server = createServer((socket) => this.onClient(socket, privileged))
    this.open.set(name, server)
    const umask = process.umask(0o177)
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(path, resolve)
      }).finally(() => process.umask(umask))
      chmodSync(path, 0o600)
      if (uid !== 0) chownSync(path, uid, -1)
    } catch (error) {
      // The next who asks for it is to have another try, and not a path where nobody listens.
      this.open.delete(name)
      server.close()
      throw error
    }
  }
}
