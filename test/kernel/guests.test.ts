import { expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { Containers } from '../../server/agent/engine/containers'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { spawnIn } from '../../server/agent/kernel/program'
import { Machine } from '../../server/agent/observe/machine'
import { Observer } from '../../server/agent/observe/observer'
import { Services } from '../../server/agent/services/services'
import { run } from './ip-machine'

/** On a machine that does other things as well. */
const SOON = { timeout: 20_000 }

function drawing(pid: number): Lab {
  return { ...emptyLab('other'), nodes: { box: { kind: 'container', pid } } }
}

test('a namespace of ours stays its lab’s when a lab draws a process in it as a container', () => {
  const guests = new Containers(new Map())
  const namespaces = new Namespaces(undefined, guests)
  const owner = { lab: 'shop', id: 'web' }
  const web = namespaces.create('web', owner)
  const closed: string[] = []
  namespaces.onClosed(({ name }) => closed.push(name))
  const inside = spawnIn(web, '/bin/sleep', ['1000'], 'ignore')
  try {
    guests.want(drawing(inside.pid ?? 0), new Set())
    expect(guests.list().map(({ inode }) => inode)).toEqual([web.inode])
    expect(namespaces.refresh()).toEqual({ added: [], removed: [], pending: [] })
    expect(namespaces.all().map(({ name }) => name)).toEqual(['host', 'web'])
    expect(namespaces.owner(web)).toEqual(owner)
    expect(closed).toEqual([])
  } finally {
    inside.kill('SIGKILL')
    namespaces.delete('web')
  }
})

test('a namespace of somebody else is told as the container that is in it, once', () => {
  run('ip', ['netns', 'add', 'theirs'])
  const guests = new Containers(new Map())
  const namespaces = new Namespaces(undefined, guests)
  namespaces.refresh()
  const inside = spawnIn(namespaces.get('theirs'), '/bin/sleep', ['1000'], 'ignore')
  try {
    guests.want(drawing(inside.pid ?? 0), new Set())
    namespaces.refresh()
    expect(namespaces.all().map(({ name }) => name)).toEqual(['host', `pid:${inside.pid}`])
  } finally {
    inside.kill('SIGKILL')
    for (const namespace of namespaces.all()) namespace.close()
    run('ip', ['netns', 'delete', 'theirs'])
  }
})

test('a look around that fails ends nothing: the next one finds what came', async () => {
  let closed = false
  let looked = 0
  const list = () => {
    looked++
    if (closed) throw Object.assign(new Error('EACCES: permission denied, stat'), { code: 'EACCES' })
    return []
  }
  const namespaces = new Namespaces(undefined, { want: () => undefined, refresh: () => Promise.resolve(), list })
  const observer = new Observer(new Machine(namespaces, new Services(namespaces)))
  await observer.start()
  try {
    closed = true
    const before = looked
    observer.lookAround()
    await expect.poll(() => looked, SOON).toBeGreaterThan(before)
    closed = false
    run('ip', ['netns', 'add', 'later'])
    await expect.poll(() => Object.keys(observer.machine.state.namespaces), SOON).toContain('later')
  } finally {
    observer.stop()
    for (const namespace of namespaces.all()) namespace.close()
    run('ip', ['netns', 'delete', 'later'])
  }
})
