import { describe, expect, it } from 'vitest'
import { applyCommand } from '../../../core/edit/apply'
import type { Lab } from '../../../core/lab/schema'
import { judge, judgeAll } from './judge'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace' },
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
    br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
  },
  links: { wire: { endpoints: ['blue:eth0', 'br0:veth-blue'] } },
}

describe('a line drawn between two nodes', () => {
  it('joins them, and asks for the address that was filled in', () => {
    const verdict = judge(lab, { kind: 'join', from: 'red' }, 'br0')
    expect(verdict).toMatchObject({ ok: true, edit: { kind: 'interface', node: 'red' } })
    const after = verdict.ok && verdict.command ? applyCommand(lab, verdict.command) : undefined
    expect(after?.ok && Object.keys(after.lab.links)).toHaveLength(2)
  })

  it('joins nothing to itself, and says so', () => {
    expect(judge(lab, { kind: 'join', from: 'red' }, 'red')).toMatchObject({ ok: false, refused: { code: 'edit-join-itself' } })
    expect(judge(lab, { kind: 'join', from: 'br0' }, 'br0')).toMatchObject({ ok: false, refused: { code: 'link-on-one-bridge' } })
    expect(judge(lab, { kind: 'nat', from: 'red' }, 'red')).toMatchObject({ ok: false, refused: { code: 'edit-join-itself' } })
  })

  it('says why a join is refused', () => {
    const verdict = judge(lab, { kind: 'nat', from: 'host' }, 'red')
    expect(verdict).toMatchObject({ ok: false, refused: { severity: 'error' } })
  })

  it('makes the rule that hides a network, and selects it', () => {
    const verdict = judge(lab, { kind: 'nat', from: 'host' }, 'br0')
    expect(verdict).toMatchObject({ ok: true, select: { kind: 'nat', node: 'host', index: 0 } })
  })

  it('moves the end of a link to another node, and not to where it is', () => {
    const gesture = { kind: 'reconnect', from: 'br0', link: 'wire', end: 0 } as const
    const verdict = judge(lab, gesture, 'red')
    const after = verdict.ok && verdict.command ? applyCommand(lab, verdict.command) : undefined
    expect(after?.ok && after.lab.links.wire?.endpoints[0]).toMatch(/^red:/)
    expect(judge(lab, gesture, 'blue').ok).toBe(false)
  })

  it('makes an interface of the computer a bridge’s port, says why nothing else takes it, and that a sandbox has none', () => {
    const gesture = { kind: 'nic', from: 'host', nic: 'eth0', sandbox: false } as const
    const verdict = judge(lab, gesture, 'br0')
    const after = verdict.ok && verdict.command ? applyCommand(lab, verdict.command) : undefined
    expect(after?.ok && after.lab.nodes.host?.interfaces).toEqual({ eth0: { bridge: 'br0' } })
    expect(judge(lab, gesture, 'red')).toMatchObject({ ok: false, refused: { code: 'nic-needs-bridge' } })
    expect(judge(lab, { ...gesture, sandbox: true }, 'br0')).toMatchObject({ ok: false, refused: { code: 'nic-in-sandbox' } })
  })

  it('pings any other node and changes nothing', () => {
    expect(judge(lab, { kind: 'ping', from: 'red' }, 'br0')).toEqual({ ok: true })
  })

  it('has a verdict of every node before it moves', () => {
    const verdicts = judgeAll(lab, { kind: 'join', from: 'red' })
    expect([...verdicts].filter(([, one]) => one.ok).map(([name]) => name)).toEqual(['host', 'blue', 'br0'])
  })
})
