import { describe, expect, it } from 'vitest'
import { at, bridge, drawn, join, made, namespace, refusal } from '../../test/labs/draw'
import { checkLab } from '../check/check'
import type { Lab } from '../lab/schema'
import { copyNodes } from './copy'
import { addDhcpServer, serveableInterfaces, setDhcpServer } from './dhcp'
import { renameInterface, renameNode } from './rename'
import { setInterface } from './set-interface'

function server(lab: Lab, node: string) {
  const found = lab.nodes[node]
  return found?.kind === 'bridge' ? undefined : found?.dhcpServer
}

/** A router between two bridges; a machine that asks is on `inside`. */
function routed(): Lab {
  return drawn(
    namespace('router'),
    bridge('outside'),
    bridge('inside'),
    namespace('vm'),
    join('router', 'outside'),
    join('router', 'inside'),
    join('vm', 'inside'),
    (now) => setInterface(now, 'vm', Object.keys(now.nodes.vm?.interfaces ?? {})[0] ?? '', { addresses: undefined, dhcp: true }),
  )
}

describe('a DHCP server', () => {
  it('is proposed where somebody waits for an address, with nothing for the checks to say', () => {
    const lab = routed()
    const [, inside] = serveableInterfaces(lab, 'router')
    const served = made(lab, addDhcpServer(lab, 'router'))
    expect(server(served, 'router')).toMatchObject({ interface: inside })
    expect(server(served, 'router')?.range.every((address) => address.includes('.1'))).toBe(true)
    expect(checkLab(served).filter(({ code }) => code.startsWith('dhcp-'))).toEqual([])
  })

  it('keeps its name servers and its lease when it goes to another interface', () => {
    const lab = routed()
    const [outside = '', inside = ''] = serveableInterfaces(lab, 'router')
    const first = made(lab, addDhcpServer(lab, 'router', inside))
    const told = { dns: ['1.1.1.1'], lease: '1h' }
    const before = server(first, 'router')
    if (!before) throw new Error('no server')
    const moved = made(
      made(first, setDhcpServer(first, 'router', { ...before, ...told })),
      addDhcpServer(made(first, setDhcpServer(first, 'router', { ...before, ...told })), 'router', outside),
    )
    expect(server(moved, 'router')).toMatchObject({ interface: outside, ...told })
    expect(server(moved, 'router')?.range).not.toEqual(before.range)
  })

  it('keeps out of the way of static addresses, in small networks too', () => {
    const small = drawn(namespace('a'), namespace('b'), join('a', 'b'))
    const name = Object.keys(small.nodes.a?.interfaces ?? {})[0] ?? ''
    const peer = Object.keys(small.nodes.b?.interfaces ?? {})[0] ?? ''
    const narrow = made(
      made(small, setInterface(small, 'a', name, { addresses: ['10.7.0.1/29'] })),
      setInterface(small, 'b', peer, { addresses: ['10.7.0.4/29'] }),
    )
    const both = {
      ...narrow,
      nodes: {
        ...narrow.nodes,
        a: { ...small.nodes.a, kind: 'namespace' as const, interfaces: { [name]: { addresses: ['10.7.0.1/29'] } } },
      },
    }
    expect(server(made(both, addDhcpServer(both, 'a')), 'a')).toEqual({
      interface: name,
      range: ['10.7.0.2', '10.7.0.3'],
      router: '10.7.0.1',
    })
  })

  it('is refused where there is nothing to give away', () => {
    const lab = drawn(namespace('alone'))
    expect(refusal(addDhcpServer(lab, 'alone'))).toBe('dhcp-nothing-to-serve')
    expect(refusal(setDhcpServer(lab, 'nobody', undefined))).toBe('no-such-element')
  })

  it('follows its interface through a rename, and is copied only with it', () => {
    const lab = made(routed(), addDhcpServer(routed(), 'router'))
    const name = server(lab, 'router')?.interface ?? ''
    expect(server(made(lab, renameInterface(lab, 'router', name, 'lan0')), 'router')?.interface).toBe('lan0')
    expect(copyNodes(lab, ['router', 'inside']).nodes.router).toMatchObject({ dhcpServer: { interface: name } })
    expect(copyNodes(lab, ['router']).nodes.router).not.toHaveProperty('dhcpServer')
  })

  it('serves a bridge of its own by that bridge’s name, after a rename too', () => {
    const lab = drawn(bridge('br0'), namespace('vm'), join('vm', 'br0'))
    const addressed = {
      ...lab,
      nodes: { ...lab.nodes, br0: { kind: 'bridge' as const, addresses: ['10.0.0.1/24'] } },
      layout: { br0: at },
    }
    const served = made(addressed, addDhcpServer(addressed, 'host'))
    expect(server(served, 'host')?.interface).toBe('br0')
    expect(server(made(served, renameNode(served, 'br0', 'lan')), 'host')?.interface).toBe('lan')
  })

  it('goes again, and its empty fields are not written', () => {
    const lab = routed()
    const served = made(lab, addDhcpServer(lab, 'router'))
    const found = server(served, 'router')
    expect(found && made(served, setDhcpServer(served, 'router', { ...found, dns: [] })).nodes.router).toEqual(
      served.nodes.router,
    )
    expect(server(made(served, setDhcpServer(served, 'router', undefined)), 'router')).toBeUndefined()
  })
})
