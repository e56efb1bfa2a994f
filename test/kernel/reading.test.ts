import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Channel } from '../../server/agent/kernel/channel'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { Machine } from '../../server/agent/observe/machine'
import { EVERYTHING, PLANNED } from '../../server/agent/observe/section'
import { Services } from '../../server/agent/services/services'
import { run } from './ip-machine'

describe('a machine of which a reading failed half-way', () => {
  let namespaces: Namespaces
  let machine: Machine

  beforeEach(async () => {
    namespaces = new Namespaces()
    machine = new Machine(namespaces, new Services(namespaces))
    await machine.readAll(EVERYTHING)
  })

  afterEach(() => {
    for (const namespace of namespaces.all()) namespace.close()
    run('ip', ['link', 'delete', 'br-half'])
  })

  function links(): string[] {
    return Object.values(machine.state.namespaces.host?.links ?? {}).map(({ name }) => name)
  }

  test.each([
    ['everything', () => machine.readAll(EVERYTHING)],
    ['a part', () => machine.read(new Map([[namespaces.host, { sections: PLANNED, links: new Set([1]) }]]))],
  ])('has what that had found after the next one, of %s', async (_what, read) => {
    run('ip', ['link', 'add', 'br-half', 'type', 'bridge'])
    const { route } = namespaces.host
    const dump = route.dump.bind(route)
    const refused = vi.spyOn(route, 'dump').mockImplementation((...[message, what, known]: Parameters<Channel['dump']>) => {
      if (what === 'list routes') throw new Error('list routes: cannot allocate memory')
      return dump(message, what, known)
    })
    await machine.readAll(EVERYTHING)
    expect(() => machine.checkRead()).toThrow(/host could not be read.*cannot allocate memory/)
    refused.mockRestore()
    await read()
    machine.checkRead()
    expect(links()).toContain('br-half')
  })
})
