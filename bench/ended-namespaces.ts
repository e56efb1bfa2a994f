import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Where the kernel counts its objects by kind (slabinfo(5)); root alone may read it. */
const COUNTS = '/proc/slabinfo'
/** Sockets that may have come since, by whoever else is at work on this computer. */
const OTHERS = 512
const PATIENCE = 120_000
/** More than it ever took for one. */
const MILLISECONDS_EACH = 10
const PAUSE = 100

/**
 * A wait until the kernel has taken apart the network namespaces that ended since it was made. It does so in the background, holding the
 * lock that every change of a link needs, for seconds after a thousand of them: what is measured meanwhile is measured too slow. It is told by
 * their sockets, of which each has several of its own; the little that is kept of a namespace for minutes longer is in nobody's way.
 * Where the kernel's counts cannot be read, it says so and waits in proportion to how many there were.
 */
export async function endedNamespaces(): Promise<(ended: number) => Promise<void>> {
  const before = await count()
  return async (ended) => {
    if (before === undefined) {
      process.stderr.write(`${COUNTS} cannot be read: waiting for ${ended} namespaces to end by the clock\n`)
      await delay(ended * MILLISECONDS_EACH)
      return
    }
    const deadline = Date.now() + PATIENCE
    for (let now = await count(); now !== undefined && now > before + OTHERS; now = await count()) {
      if (Date.now() > deadline)
        throw new Error(`${now - before} sockets of ended network namespaces are still there after two minutes`)
      await delay(PAUSE)
    }
  }
}

/** How many sockets the kernel holds, its own in every network namespace included; undefined where it does not say. */
async function count(): Promise<number | undefined> {
  const text = await readFile(COUNTS, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'ENOENT') return undefined
    throw error
  })
  const active = text && /^sock_inode_cache +(\d+)/m.exec(text)?.[1]
  return active ? Number(active) : undefined
}
