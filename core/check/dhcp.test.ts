import { describe, expect, test } from 'vitest'
import type { DhcpServer } from '../lab/dhcp-schema'
import type { Lab } from '../lab/schema'
import { describeDiagnostic } from '../text/diagnostics'
import { checkLab } from './check'

const SERVER: DhcpServer = {
  interface: 'eth0',
  range: ['10.0.0.100', '10.0.0.199'],
  router: '10.0.0.1',
  dns: ['9.9.9.9'],
  lease: '1h',
}

/** A server and a client on one bridge, and beside them a namespace that changes and the bridge's own address. */
function lab(server: Partial<DhcpServer> = {}, nodes: Partial<Lab['nodes']> = {}): Lab {
  return {
    netloom: 1,
    name: 'case',
    nodes: {
      host: { kind: 'host' },
      br0: { kind: 'bridge' },
      router: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } }, dhcpServer: { ...SERVER, ...server } },
      vm: { kind: 'namespace', interfaces: { eth0: { dhcp: true } } },
      other: { kind: 'namespace' },
      ...nodes,
    },
    links: {
      router: { endpoints: ['router:eth0', 'br0:p-router'] },
      vm: { endpoints: ['vm:eth0', 'br0:p-vm'] },
      other: { endpoints: ['other:eth0', 'br0:p-other'] },
    },
  }
}

function found(drawn: Lab): string[] {
  return checkLab(drawn).map(({ code, severity, path }) => `${severity} ${code} ${path.slice(1).join('.')}`)
}

describe('a DHCP server', () => {
  test('and its client have nothing to complain of where they fit', () => {
    expect(found(lab())).toEqual([])
  })

  test.each<[string, Partial<DhcpServer>, string[]]>([
    ['an interface that is not there', { interface: 'eth1' }, ['error dhcp-interface-unknown router.dhcpServer.interface']],
    ['loopback', { interface: 'lo' }, ['error dhcp-interface-unknown router.dhcpServer.interface']],
    ['a text that is no address', { range: ['10.0.0.300', '10.0.0.9'] }, ['error bad-address router.dhcpServer.range.0']],
    ['IPv6', { range: ['2001:db8::1', '10.0.0.9'] }, ['error dhcp-not-ipv4 router.dhcpServer.range.0']],
    ['a range backwards', { range: ['10.0.0.9', '10.0.0.8'] }, ['error dhcp-range-reversed router.dhcpServer.range']],
    ['a range elsewhere', { range: ['10.0.1.8', '10.0.1.9'] }, ['error dhcp-range-outside router.dhcpServer.range']],
    ['half a range elsewhere', { range: ['10.0.0.8', '10.0.1.9'] }, ['error dhcp-range-outside router.dhcpServer.range']],
    ['the broadcast address', { range: ['10.0.0.8', '10.0.0.255'] }, ['error dhcp-range-edge router.dhcpServer.range']],
    ['its own address', { range: ['10.0.0.1', '10.0.0.9'] }, ['warning dhcp-range-own router.dhcpServer.range']],
    ['a router elsewhere', { router: '10.0.1.1' }, ['error dhcp-router-outside router.dhcpServer.router']],
    ['a router that nobody is', { router: '10.0.0.7' }, ['warning dhcp-router-nobody router.dhcpServer.router']],
    ['a name server that is no address', { dns: ['9.9.9.9', 'dns'] }, ['error bad-address router.dhcpServer.dns.1']],
    ['a lease of no length', { lease: 'long' }, ['error dhcp-bad-lease router.dhcpServer.lease']],
  ])('with %s is told so', (_, server, expected) => {
    // Whoever has no server that works asks in vain; that is told of the client.
    expect(found(lab(server)).filter((one) => !one.includes(' vm.'))).toEqual(expected)
  })

  test('needs an address of its own there, and the interface up', () => {
    const bare = (config: object) =>
      found(
        lab(
          { router: undefined },
          { router: { kind: 'namespace', interfaces: { eth0: config }, dhcpServer: { ...SERVER, router: undefined } } },
        ),
      )
    expect(bare({})).toEqual(['error dhcp-no-address router.dhcpServer.interface'])
    expect(bare({ addresses: ['10.0.0.1/24'], up: false })).toEqual(['warning dhcp-interface-down router.dhcpServer.interface'])
  })

  test('serves a bridge, and not one of its ports', () => {
    const onHost = (name: string): Lab['nodes'] => ({
      host: { kind: 'host', dhcpServer: { ...SERVER, interface: name, router: '10.0.0.5' } },
      br0: { kind: 'bridge', addresses: ['10.0.0.5/24'] },
      router: { kind: 'namespace' },
    })
    expect(found(lab({}, onHost('br0')))).toEqual([])
    expect(found(lab({}, onHost('p-vm')))).toContain('error dhcp-on-port host.dhcpServer.interface')
  })

  test('that would give away what somebody has, or is not alone, is told so', () => {
    const taken: Lab['nodes'] = { other: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.150/24'] } } } }
    expect(found(lab({}, taken))).toEqual(['warning dhcp-range-taken router.dhcpServer.range'])
    const second: Lab['nodes'] = {
      other: {
        kind: 'namespace',
        interfaces: { eth0: { addresses: ['10.0.0.2/24'] } },
        dhcpServer: { ...SERVER, range: ['10.0.0.200', '10.0.0.250'] },
      },
    }
    expect(found(lab({}, second))).toEqual([
      'warning dhcp-two-servers router.dhcpServer.interface',
      'warning dhcp-two-servers other.dhcpServer.interface',
    ])
  })
})

describe('a DHCP client', () => {
  test('may have static addresses too', () => {
    const both: Lab['nodes'] = { vm: { kind: 'namespace', interfaces: { eth0: { dhcp: true, addresses: ['10.0.0.20/24'] } } } }
    expect(found(lab({}, both))).toEqual([])
  })

  test('needs a server on its network, and an interface that can ask', () => {
    expect(found(lab({}, { router: { kind: 'namespace' } }))).toEqual(['warning dhcp-no-server vm.interfaces.eth0.dhcp'])
    const down: Lab['nodes'] = { vm: { kind: 'namespace', interfaces: { eth0: { dhcp: true, up: false }, lo: { dhcp: true } } } }
    expect(found(lab({}, down))).toEqual([
      'warning dhcp-client-down vm.interfaces.eth0.dhcp',
      'error dhcp-client-on-loopback vm.interfaces.lo.dhcp',
    ])
    const port: Lab['nodes'] = { br0: { kind: 'bridge', interfaces: { 'p-vm': { dhcp: true } } } }
    expect(found(lab({}, port))).toEqual(['error dhcp-client-on-port br0.interfaces.p-vm.dhcp'])
  })
})

test('every finding has words in both languages, with all that they speak of', () => {
  const wrong = lab(
    { interface: 'eht0', lease: '1', router: 'x', range: ['10.0.0.9', '::1'] },
    { br0: { kind: 'bridge', interfaces: { 'p-vm': { dhcp: true } } } },
  )
  for (const diagnostic of checkLab(wrong)) {
    for (const locale of ['en', 'zh'] as const) {
      const { message, suggestion } = describeDiagnostic(diagnostic, locale)
      expect(`${message} ${suggestion}`).not.toMatch(/undefined/)
    }
  }
})
