import { createHash } from 'node:crypto'
import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'

/** Another process has the store; `code` is the system's, so that a caller can wait for one that is ending. */
export class StoreTaken extends Error {
  override readonly name = 'StoreTaken'
  readonly code = 'EADDRINUSE'
}

/**
 * Takes the store for this process: two that write the same labs would each lose the other's edits. The lock is a socket in the abstract
 * namespace (unix(7)), which the kernel frees when its owner ends, however it ends. Resolves with how to let go.
 */
export async function lockHome(home: string): Promise<() => Promise<void>> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const name = createHash('sha256')
    .update(await realpath(home))
    .digest('hex')
  const lock = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    lock.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new StoreTaken(`another Netloom server is using ${home}`) : error)
    })
    lock.listen(`\0netloom-store-${name}`, resolve)
  })
  lock.unref()
  return () => new Promise((resolve) => lock.close(() => resolve()))
}
