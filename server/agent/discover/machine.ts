import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Discovery, Place, Unreadable } from '../../../core/discover/discovery'
import { readNftRuleset } from '../../../core/state/nft'
import type { NetnsState } from '../../../core/state/state'
import { HOST_NETNS, Namespace } from '../kernel/namespace'
import { listNetns, netnsPath } from '../kernel/netns'
import { netnsState } from '../observe/netns-state'
import { Peers } from '../observe/peers'
import { NetnsReader } from '../observe/reader'
import { EVERYTHING, NAT } from '../observe/section'
import { nameContainers } from './containers'
import { listProcesses, type RawProcess } from './processes'
import { readRawRules } from './rules'

/** Milliseconds of reading after which the event loop gets a turn. */
const SLICE = 10
/** Programs that list rules at a time. */
const RULE_READERS = 4

/** A namespace that was found, before it is read. */
interface Found {
  reader: NetnsReader
  place: Place
}

/**
 * Looks at everything once, by itself and without leaving a trace: every named namespace, and those that only processes hold. It changes
 * nothing, needs no lab and no root; what is closed to us is named.
 */
export async function discoverMachine(): Promise<Discovery> {
  const unreadable: Unreadable[] = []
  const processes = listProcesses()
  const found: Found[] = []
  try {
    findNamespaces(processes, found, unreadable)
    await nameContainers(new Map(found.map(({ reader, place }) => [reader.namespace.inode, place])))
    const readable = await readAll(found, unreadable)
    await readRules(readable, unreadable)
    const peers = new Peers()
    peers.index(readable.map(({ reader }) => reader))
    const namespaces: Record<string, NetnsState> = {}
    const places: Discovery['places'] = {}
    const keys = new Map<number, string>()
    for (const { reader, place } of readable) {
      const { name, inode } = reader.namespace
      namespaces[name] = netnsState(reader, undefined, (link) => peers.peerOf(reader, link), undefined)
      places[name] = place
      keys.set(inode, name)
    }
    const hidden = processes.filter(({ inode }) => inode === undefined).length
    if (hidden > 0) unreadable.push({ what: 'processes', count: hidden })
    return {
      state: { epoch: randomBytes(8).toString('hex'), seq: 0, namespaces },
      places,
      processes: processes.map(({ inode, ...process }) => {
        const netns = inode === undefined ? undefined : keys.get(inode)
        return { ...process, ...(netns !== undefined && { netns }) }
      }),
      unreadable,
      limited: unreadable.length > 0,
    }
  } finally {
    for (const { reader } of found) reader.namespace.close()
  }
}

/** Opens the root, the named namespaces and those that processes alone hold, each once, into `found`: what is there is open, even when it throws. */
function findNamespaces(processes: readonly RawProcess[], found: Found[], unreadable: Unreadable[]): void {
  const host = Namespace.host()
  found.push({ reader: new NetnsReader(host), place: { names: [] } })
  const byInode = new Map<number, Place | undefined>([[host.inode, found[0]?.place]])
  const open = (path: string, key: string, inode: number, place: Place, name: string) => {
    const namespace = tryOpen(path, key, inode, () => unreadable.push({ what: 'namespace', name, error: 'EPERM' }))
    byInode.set(inode, namespace ? place : undefined)
    if (namespace) found.push({ reader: new NetnsReader(namespace), place })
  }
  for (const [name, inode] of namesOf(unreadable)) {
    const known = byInode.get(inode)
    if (known) known.names.push(name)
    else if (!byInode.has(inode))
      open(netnsPath(name), name === HOST_NETNS ? netnsPath(name) : name, inode, { names: [name] }, name)
  }
  for (const { pid, name, user, inode } of processes) {
    if (inode === undefined || byInode.has(inode)) continue
    const path = `/proc/${pid}/ns/net`
    open(path, path, inode, { names: [], process: { pid, name, user } }, `${name}-${pid}`)
  }
}

/** The named namespaces, by inode; none where their folder is closed to us. */
function namesOf(unreadable: Unreadable[]): ReadonlyMap<string, number> {
  try {
    return listNetns().mounted
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    unreadable.push({ what: 'names', error: wordsOf(error) })
    return new Map()
  }
}

/** Undefined when it is closed to us, gone, or another one by now. */
function tryOpen(path: string, key: string, inode: number, closed: () => void): Namespace | undefined {
  try {
    const namespace = Namespace.at(path, key)
    if (namespace.inode === inode) return namespace
    namespace.close()
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EPERM' || code === 'EACCES') closed()
    else if (code !== 'ENOENT' && code !== 'ESRCH' && code !== 'EINVAL') throw error
  }
  return undefined
}

/** Reads all but the rules; those that could be read. */
async function readAll(found: readonly Found[], unreadable: Unreadable[]): Promise<Found[]> {
  const readable: Found[] = []
  let turn = performance.now()
  for (const one of found) {
    try {
      one.reader.read({ sections: EVERYTHING & ~NAT })
      readable.push(one)
    } catch (error) {
      unreadable.push({ what: 'namespace', name: one.reader.namespace.name, error: wordsOf(error) })
    }
    if (performance.now() - turn > SLICE) {
      await nextTurn()
      turn = performance.now()
    }
  }
  return readable
}

async function readRules(readable: readonly Found[], unreadable: Unreadable[]): Promise<void> {
  const queue = readable.values()
  const work = async () => {
    for (const { reader, place } of queue)
      try {
        const rules = await readRawRules(reader.namespace)
        if (!rules) continue
        place.rules = rules
        // The rules of others are taken along as the tools print them.
        if (rules.nft) reader.takeRules({ ...readNftRuleset({ nftables: rules.nft }), foreignChains: [] })
      } catch (error) {
        unreadable.push({ what: 'rules', netns: reader.namespace.name, error: wordsOf(error) })
      }
  }
  await Promise.all(Array.from({ length: RULE_READERS }, work))
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
