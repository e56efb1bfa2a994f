import { describe, expect, test } from 'vitest'
import { emptyLab } from '../lab/empty'
import { blankMachine } from '../state/blank'
import type { MachineState } from '../state/state'
import { applyCommand } from './apply'
import { addContainer, freeContainers, identityOf, setContainer } from './container'

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
