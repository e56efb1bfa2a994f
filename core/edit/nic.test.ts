import { describe, expect, it } from 'vitest'
import type { Lab } from '../lab/schema'
import { applyCommand } from './apply'
import { setNicBridge } from './nic'
import { removeElements } from './remove'
import { renameNode } from './rename'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace' },
    br0: { kind: 'bridge' },
    inner: { kind: 'bridge', on: 'red' },
  },
  links: { wire: { endpoints: ['host:veth0', 'red:eth0'] } },
}

function changed(from: Lab, name: string, bridge: string | undefined): Lab {
  const command = setNicBridge(from, name, bridge)
  if ('refused' in command) throw new Error(command.refused.code)
  const applied = applyCommand(from, command)
  if (!applied.ok) throw new Error(applied.problem)
  return applied.lab
}

describe('an interface of the computer', () => {
  it('becomes a port of a bridge on the host, of another one, and of none, which leaves nothing behind', () => {
    const first = changed(lab, 'eth0', 'br0')
    expect(first.nodes.host?.interfaces).toEqual({ eth0: { bridge: 'br0' } })
    expect(changed(first, 'eth0', undefined)).toEqual(lab)
  })

  it('follows its bridge to another name, and is a port no more when the bridge is gone', () => {
    const drawn = changed(lab, 'eth0', 'br0')
    const renamed = renameNode(drawn, 'br0', 'lan')
    expect('refused' in renamed ? renamed : applyCommand(drawn, renamed)).toMatchObject({
      lab: { nodes: { host: { interfaces: { eth0: { bridge: 'lan' } } } } },
    })
    const removed = removeElements(drawn, [{ kind: 'node', node: 'br0' }])
    const after = 'refused' in removed ? undefined : applyCommand(drawn, removed)
    expect(after?.ok && after.lab.nodes.host).toEqual({ kind: 'host' })
  })

  it.each([
    ['lo', 'br0', 'nic-is-loopback'],
    ['veth0', 'br0', 'nic-is-end'],
    ['eth0', 'red', 'nic-needs-bridge'],
    ['eth0', 'inner', 'nic-bridge-elsewhere'],
  ])('%s does not become a port of %s: %s', (name, bridge, code) => {
    expect(setNicBridge(lab, name, bridge)).toMatchObject({ refused: { code } })
  })
})
