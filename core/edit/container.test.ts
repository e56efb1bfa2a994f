import { describe, expect, test } from 'vitest'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { blankMachine } from '../state/blank'
import type { MachineState } from '../state/state'
import { applyCommand } from './apply'
import { addContainer, freeContainers, identityOf, setContainer } from './container'
import { reconnectEnd } from './join'
import { removeElements } from './remove'
import { renameInterface } from './rename'

const { host } = blankMachine.namespaces
const state = {
  ...blankMachine,
  namespaces: Object.fromEntries(['host', 'docker:Web_1', 'podman:db', 'pid:12', 'red'].map((name) => [name, { ...host, name }])),
} as MachineState

function made(command: Parameters<typeof applyCommand>[1], lab = emptyLab('demo')) {
  const applied = applyCommand(lab, command)
  if (!applied.ok) throw new Error(applied.problem)
  return applied.lab
}

describe('a container', () => {
  test('is followed by what names an interface of it when that is renamed, and has no two of one name', () => {
    const routes = [{ to: '10.9.0.0/16', dev: 'eth1' }]
    const dhcpServer = { interface: 'eth1', range: ['10.7.0.5', '10.7.0.9'] as [string, string] }
    const interfaces = { eth1: { addresses: ['10.7.0.1/24'] } }
    const lab: Lab = {
      ...emptyLab('demo'),
      nodes: {
        host: { kind: 'host' },
        box: { kind: 'container', container: 'web', interfaces, routes, dhcpServer },
        red: { kind: 'namespace' },
      },
      links: { one: { endpoints: ['box:eth1', 'red:a'] }, two: { endpoints: ['box:eth2', 'red:b'] } },
    }
    const renamed = renameInterface(lab, 'box', 'eth1', 'lan')
    if ('refused' in renamed) throw new Error(renamed.refused.code)
    expect(made(renamed, lab).nodes.box).toMatchObject({
      interfaces: { lan: {} },
      routes: [{ dev: 'lan' }],
      dhcpServer: { interface: 'lan' },
    })
    expect(renameInterface(lab, 'box', 'eth1', 'eth2')).toMatchObject({ refused: { code: 'name-taken' } })
  })

  test('loses the routes and neighbours that name an interface of it, when its link is removed or that end moved', () => {
    const lab: Lab = {
      ...emptyLab('demo'),
      nodes: {
        host: { kind: 'host' },
        box: {
          kind: 'container',
          container: 'web',
          interfaces: { eth1: { addresses: ['10.7.0.1/24'] } },
          routes: [
            { to: '10.9.0.0/16', via: '10.7.0.2', dev: 'eth1' },
            { to: '10.8.0.0/16', via: '10.7.0.2' },
          ],
          neighbours: [{ address: '10.7.0.7', mac: '02:00:00:00:00:07', dev: 'eth1' }],
        },
        red: { kind: 'namespace' },
        blue: { kind: 'namespace' },
      },
      links: { one: { endpoints: ['box:eth1', 'red:a'] } },
    }
    const left = { kind: 'container', container: 'web', routes: [{ to: '10.8.0.0/16', via: '10.7.0.2' }] }
    const removed = removeElements(lab, [{ kind: 'link', link: 'one' }])
    if ('refused' in removed) throw new Error(removed.refused.code)
    expect(made(removed, lab).nodes.box).toEqual(left)
    const moved = reconnectEnd(lab, 'one', 0, 'blue')
    if ('refused' in moved) throw new Error(moved.refused.code)
    expect(made(moved.command, lab).nodes.box).toEqual(left)
  })

  test('is offered while it runs and is not drawn', () => {
    expect(freeContainers(emptyLab('demo'), state)).toEqual([{ container: 'Web_1' }, { engine: 'podman', container: 'db' }])
    const { command } = addContainer(emptyLab('demo'), { x: 0, y: 0 }, { container: 'Web_1' })
    expect(freeContainers(made(command), state)).toEqual([{ engine: 'podman', container: 'db' }])
    expect(freeContainers(emptyLab('demo'), null)).toEqual([])
  })

  test('is drawn under its own name where a node can have that, and under a free one else', () => {
    const at = { x: 1.4, y: 2 }
    expect(addContainer(emptyLab('demo'), at, { container: 'db' }).node).toBe('db')
    expect(addContainer(emptyLab('demo'), at).node).toBe('box1')
    expect(made(addContainer(emptyLab('demo'), at, { container: 'db' }).command).nodes.db).toEqual({
      kind: 'container',
      container: 'db',
    })
  })

  test('can be told to be another one', () => {
    const lab = made(addContainer(emptyLab('demo'), { x: 0, y: 0 }, { engine: 'podman', container: 'db' }).command)
    const changed = setContainer(lab, 'db', { engine: 'docker', container: undefined, pid: 7 })
    if ('refused' in changed) throw new Error('refused')
    expect(made(changed, lab).nodes.db).toEqual({ kind: 'container', pid: 7 })
    expect(setContainer(lab, 'host', { pid: 7 })).toHaveProperty('refused')
  })

  test('is read from its namespace’s key', () => {
    expect(identityOf('docker:web')).toEqual({ engine: 'docker', container: 'web' })
    expect(identityOf('pid:12')).toEqual({ pid: 12 })
    expect(identityOf('red')).toBeUndefined()
  })
})
