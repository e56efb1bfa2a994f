import { describe, expect, test } from 'vitest'
import { parseLabFile } from '../../lab/file'
import type { Lab } from '../../lab/schema'
import { bashScript } from '../bash'
import { importScript } from './import-script'

/** Two namespaces on one cable, the left one with an address. */
const CABLE = `ip netns add router
ip netns add vm
ip link add r0 netns router type veth peer name v0 netns vm
ip -n router addr add 10.7.0.1/24 dev r0
ip -n router link set r0 up
`

function imported(text: string): { lab: Lab; told: string[] } {
  const { lab, findings } = importScript(CABLE + text, 'case')
  return { lab, told: findings.filter(({ severity }) => severity !== 'info').map(({ line, code }) => `${line} ${code}`) }
}

function serverOf(lab: Lab) {
  const { router } = lab.nodes
  return router?.kind === 'namespace' ? router.dhcpServer : undefined
}

const FULL = { interface: 'r0', range: ['10.7.0.10', '10.7.0.20'], router: '10.7.0.1', dns: ['9.9.9.9', '1.1.1.1'], lease: '12h' }

describe('a DHCP server in a script', () => {
  test.each([
    'ip netns exec router dnsmasq --interface=r0 --dhcp-range=10.7.0.10,10.7.0.20,12h --dhcp-option=3,10.7.0.1 --dhcp-option=6,9.9.9.9,1.1.1.1',
    'ip netns exec router dnsmasq -i r0 -F 10.7.0.10,10.7.0.20,255.255.255.0,12h -O option:router,10.7.0.1 -O option:dns-server,9.9.9.9,1.1.1.1',
    'ip netns exec router dnsmasq -ir0 -F10.7.0.10,10.7.0.20,43200 -O6,9.9.9.9,1.1.1.1 --no-daemon --bind-interfaces &',
    'sudo ip netns exec router dnsmasq --dhcp-range=set:lan,10.7.0.10,10.7.0.20,12h --dhcp-option 6,9.9.9.9,1.1.1.1 -x /run/d.pid',
    'ip netns exec router dnsmasq --dhcp-range=interface:r0,10.7.0.10,10.7.0.20,12h --dhcp-option=6,9.9.9.9,1.1.1.1 --except-interface=lo',
  ])('%s', (command) => {
    const { lab, told } = imported(command)
    expect(serverOf(lab)).toEqual(FULL)
    expect(told.filter((one) => !one.endsWith('import-never-up'))).toEqual([])
  })

  test('that is to tell of no router tells of none', () => {
    expect(serverOf(imported('ip netns exec router dnsmasq -i r0 -F 10.7.0.10,10.7.0.20 -O 3').lab)).toEqual({
      interface: 'r0',
      range: ['10.7.0.10', '10.7.0.20'],
    })
  })

  test.each([
    ['ip netns exec router dnsmasq -C /etc/dnsmasq.conf', '6 import-dhcp'],
    ['ip netns exec router dhcpd r0', '6 import-dhcp'],
    ['ip netns exec router dnsmasq -i r1 -F 10.7.0.10,10.7.0.20', '6 import-no-device'],
    ['ip netns exec router dnsmasq -i r0 -F 10.7.0.10,10.7.0.20 -O 42,10.7.0.1', '6 import-dhcp'],
    ['ip netns exec router dnsmasq -i r0 -F 10.8.0.10,10.8.0.20', '6 dhcp-range-outside'],
    ['ip netns exec router dnsmasq -i r0 -F 10.7.0.10,10.7.0.20,forever', '6 dhcp-bad-lease'],
    [
      'ip netns exec router dnsmasq -i r0 -F 10.7.0.10,10.7.0.20\nip netns exec router dnsmasq -i r0 -F 10.7.0.30,10.7.0.40',
      '7 import-second-server',
    ],
    ['ip netns exec vm dhclient v0', '3 dhcp-no-server'],
  ])('%s: %s', (command, expected) => {
    expect(imported(command).told).toContain(expected)
  })
})

describe('a DHCP client in a script', () => {
  test.each([
    'ip netns exec vm dhclient v0',
    'ip netns exec vm dhclient -v -pf /run/vm.pid -lf /run/vm.leases v0',
    'ip netns exec vm udhcpc -i v0',
    'ip netns exec vm busybox udhcpc -f -q -iv0 -s /usr/share/udhcpc/default.script',
    'ip netns exec vm dhcpcd -4 v0',
    'ip netns exec vm dhclient',
    'ip netns exec vm dhclient -r v0\nip netns exec vm dhclient v0',
  ])('%s', (command) => {
    const { lab } = imported(command)
    expect(lab.nodes.vm?.interfaces?.v0).toEqual({ dhcp: true })
  })

  test('that was ended is none', () => {
    expect(imported('ip netns exec vm dhclient v0\nip netns exec vm dhclient -r v0').lab.nodes.vm?.interfaces?.v0).toBeUndefined()
    expect(imported('ip netns exec vm dhclient v0\nip -n vm link set v0 netns router').lab.nodes.router?.interfaces?.v0).toEqual({
      up: false,
    })
  })
})

test.each(['nft', 'iptables'] as const)('what a lab with DHCP exports (%s) imports back to it', (dialect) => {
  const text = `netloom: 1
name: back
nodes:
  host: { kind: host, dhcpServer: { interface: br0, range: [10.9.0.5, 10.9.0.9], router: 10.9.0.1, dns: [8.8.8.8], lease: 2d } }
  br0: { kind: bridge, addresses: [10.9.0.1/24] }
  vm: { kind: namespace, interfaces: { eth0: { dhcp: true } } }
links:
  - endpoints: [vm:eth0, br0:p-vm]
`
  const { lab } = parseLabFile(text)
  if (!lab) throw new Error('not a lab')
  for (const locale of ['en', 'zh'] as const) {
    const { lab: back, findings } = importScript(bashScript(lab, { dialect, locale }), 'back')
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(back.nodes).toMatchObject(lab.nodes)
  }
})
