import { readdirSync, readlinkSync } from 'node:fs'
import { constants } from 'node:os'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { discoverMachine } from '../../server/agent/discover/machine'
import { KernelError } from '../../server/agent/kernel/libc'
import { Namespace } from '../../server/agent/kernel/namespace'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { Poller } from '../../server/agent/kernel/poller'
import { Watch } from '../../server/agent/observe/watch'
import { run } from './ip-machine'

/** What this process holds open of a kind, as /proc names it. */
function held(kind: 'net' | 'socket'): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const what = readlinkSync(`/proc/self/fd/${fd}`)
      return what.startsWith(`${kind}:`) ? [what] : []
    } catch {
      // The folder's own.
      return []
    }
  })
}

function noMore(): never {
  throw new KernelError('socket', constants.errno.EMFILE)
}

describe('what is held open is let go of', () => {
  beforeEach(() => {
    for (const name of ['one', 'two', 'three']) run('ip', ['netns', 'add', name])
  })

  afterEach(() => {
    vi.restoreAllMocks()
    for (const name of readdirSync('/run/netns')) run('ip', ['netns', 'delete', name])
  })

  test('when discovery cannot open all there is', async () => {
    const before = { net: held('net'), socket: held('socket') }
    const at = Namespace.at.bind(Namespace)
    let opened = 0
    vi.spyOn(Namespace, 'at').mockImplementation((path, name) => (++opened > 2 ? noMore() : at(path, name)))
    await expect(discoverMachine()).rejects.toThrow(/too many open files/i)
    expect(opened).toBe(3)
    expect({ net: held('net'), socket: held('socket') }).toEqual(before)
  })

  test('when a namespace is to go whose name somebody else has taken away: it ends, and is nobody’s', () => {
    const namespaces = new Namespaces()
    const before = held('net')
    const namespace = namespaces.create('gone', { lab: 'lab', id: 'gone' })
    run('umount', ['/run/netns/gone'])
    expect(() => namespaces.delete('gone')).toThrow(/invalid argument/i)
    expect(held('net')).toEqual(before)
    expect(namespaces.owner(namespace)).toBeUndefined()
    expect(namespaces.all().map(({ name }) => name)).not.toContain('gone')
    namespaces.host.close()
  })

  test('when only one half of a watch can be had', () => {
    const namespace = Namespace.existing('one')
    const poller = new Poller()
    const before = held('socket')
    const add = poller.add.bind(poller)
    let added = 0
    vi.spyOn(poller, 'add').mockImplementation((...args) => (++added > 1 ? noMore() : add(...args)))
    const nothing = () => undefined
    expect(() => new Watch(namespace, poller, nothing, nothing)).toThrow(/too many open files/i)
    expect(held('socket')).toEqual(before)
    poller.stop()
    namespace.close()
  })
})
