import type { HostileInput, Put } from './input'

type Code = HostileInput['code']

const ETH0 = ['nodes', 'red', 'interfaces', 'eth0'] as const
const onEth0 = { kind: 'interface', node: 'red', name: 'eth0' } as const

const address = (text: string, code: Code, said: string = code, severity?: 'warning'): HostileInput => ({
  name: `the address ${text}`,
  put: [[[...ETH0, 'addresses'], [text]]],
  code,
  element: onEth0,
  ...(severity && { severity }),
  script: [`ip -n red addr flush dev eth0\nip -n red addr add ${text} dev eth0`, said as Code],
})

const setting = (field: 'mac' | 'mtu', value: unknown, code: Code, word = String(value)): HostileInput => ({
  name: `the ${field.toUpperCase()} ${word}`,
  put: [[[...ETH0, field], value]],
  code,
  element: onEth0,
  script: [
    `ip -n red link set eth0 ${field === 'mac' ? 'address' : 'mtu'} ${word}`,
    code === 'expected-number' ? 'bad-mtu' : code,
  ],
})

const route = (name: string, value: object, code: Code, script?: HostileInput['script']): HostileInput => ({
  name,
  put: [[['nodes', 'red', 'routes'], [value]]],
  code,
  element: { kind: 'route', node: 'red', index: 0 },
  ...(script && { script }),
})

const nat = (name: string, rules: readonly object[], code: Code, script?: HostileInput['script']): HostileInput => ({
  name,
  put: [[['nodes', 'host', 'nat'], rules]],
  code,
  element: { kind: 'nat', node: 'host', index: rules.length - 1 },
  ...(script && { script }),
})

const via = '10.0.0.5'
const web = { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' }
const hide = { type: 'masquerade', source: '10.0.0.0/24', out: 'eth9' }
const toWeb = (words: string) => `iptables -t nat -A PREROUTING ${words}`
const NFT = '10.0.0.0/24 accept; flush ruleset'

/** Raw nft text where a value belongs: as (field, what holds it, code). */
const RAW: readonly HostileInput[] = [
  nat('nft text as a source', [{ ...hide, source: NFT }], 'address-bad-prefix'),
  nat('nft text as an exception', [{ ...hide, except: [NFT] }], 'address-bad-prefix'),
  nat('nft text as an outgoing interface', [{ ...hide, out: 'eth9"; drop' }], 'bad-interface-name'),
  nat('nft text as a SNAT address', [{ type: 'snat', to: 'jump evil' }], 'bad-address'),
  nat('nft text as a DNAT target', [{ ...web, to: '10.0.0.2; drop' }], 'bad-address'),
  nat('nft text as a protocol', [{ ...web, protocol: 'tcp accept' }], 'bad-value'),
  nat('a rule of nft text', [{ type: 'nft', rule: 'drop' }], 'unknown-nat-type'),
  nat('a comment with a quote', [{ ...hide, comment: '" accept' }], 'unknown-field'),
  nat('a comment of 129 bytes', [{ ...hide, comment: 'c'.repeat(129) }], 'unknown-field'),
  route('nft text as a destination', { to: NFT, via }, 'address-bad-prefix'),
  route('nft text as a gateway', { to: 'default', via: `${via}; drop` }, 'bad-address'),
  {
    name: 'nft text in a packet filter',
    put: [[['nodes', 'red', 'filter'], { input: { rules: [{ action: 'drop', source: NFT }] } }]],
    code: 'address-bad-prefix',
    element: { kind: 'node', node: 'red' },
  },
  {
    name: 'an action that is none in a packet filter',
    put: [[['nodes', 'red', 'filter'], { input: { rules: [{ action: 'jump evil' }] } }]],
    code: 'bad-value',
    element: { kind: 'node', node: 'red' },
    script: ['ip netns exec red iptables -A INPUT -j EVIL', 'import-rule-beyond'],
  },
]

const put = (...list: Put[]): readonly Put[] => list

/** “Addresses, routes, NAT” of the list of hostile inputs. */
export const ADDRESSES: readonly HostileInput[] = [
  address('010.0.0.9/24', 'address-leading-zero'),
  address('10.1/16', 'address-short'),
  address('10.0.0.1', 'address-no-prefix', 'import-no-prefix'),
  address('10.0.0.1/33', 'address-bad-prefix'),
  address('fd00::1/129', 'address-bad-prefix'),
  address('10.0.0.1/-1', 'address-bad-prefix'),
  address('10.0.0.1/024', 'address-bad-prefix'),
  address('0.0.0.0/0', 'address-unspecified'),
  address('10.0.0.1/0', 'address-zero-prefix'),
  address('10.0.0.0/24', 'address-is-network'),
  address('10.0.0.255/24', 'address-is-broadcast'),
  address('224.0.0.5/24', 'address-multicast'),
  address('ff02::5/64', 'address-multicast'),
  address('240.0.0.5/24', 'address-reserved'),
  address('255.255.255.255/32', 'address-reserved'),
  address('127.0.0.2/8', 'address-loopback'),
  address('::1/128', 'address-loopback'),
  address('::ffff:10.0.0.1/120', 'address-mapped'),
  address('::ffff:a00:1/120', 'address-mapped'),
  address('fe80::1%eth0/64', 'address-zone'),
  address('10.0.0.1/32', 'address-single', 'address-single', 'warning'),
  {
    name: 'the same address twice in one L2 domain',
    put: put([[...ETH0, 'addresses'], ['10.0.0.2/24']]),
    code: 'duplicate-address',
    element: { kind: 'interface', node: 'blue', name: 'eth0' },
    script: ['ip -n red addr add 10.0.0.2/24 dev eth0', 'duplicate-address'],
  },
  {
    name: 'the same address twice on one interface',
    put: put([
      [...ETH0, 'addresses'],
      ['10.0.0.1/24', '10.0.0.1/16'],
    ]),
    code: 'address-twice',
    element: onEth0,
    script: ['ip -n red addr add 10.0.0.1/16 dev eth0', 'address-twice'],
  },
  {
    name: 'overlapping subnets on two links of one namespace',
    put: put([['nodes', 'host', 'interfaces', 'eth9', 'addresses'], ['10.0.0.99/16']]),
    code: 'overlapping-subnets',
    severity: 'warning',
    element: { kind: 'interface', node: 'br0', name: 'br0' },
    script: ['ip addr add 10.0.0.99/16 dev eth9', 'overlapping-subnets'],
  },
  setting('mac', '01:00:5e:00:00:01', 'mac-multicast'),
  setting('mac', '00:00:00:00:00:00', 'mac-zero'),
  setting('mac', '02:00:00:00:00', 'bad-mac'),
  setting('mtu', Number.NaN, 'expected-number', 'NaN'),
  setting('mtu', 67, 'bad-mtu'),
  setting('mtu', 65536, 'bad-mtu'),
  setting('mtu', 1.5, 'bad-mtu'),
  {
    name: 'an MTU under 1280 with IPv6',
    put: put([ETH0, { addresses: ['fd00::1/64'], mtu: 1279 }]),
    code: 'mtu-below-ipv6',
    element: onEth0,
    script: ['ip -n red addr add fd00::1/64 dev eth0\nip -n red link set eth0 mtu 1279', 'mtu-below-ipv6'],
  },
  route('a gateway on no connected network', { to: 'default', via: '10.7.0.1' }, 'gateway-not-connected', [
    'ip -n red route add default via 10.7.0.1',
    'gateway-not-connected',
  ]),
  route('a gateway that is its own address', { to: 'default', via: '10.0.0.1' }, 'gateway-own-address', [
    'ip -n red route add default via 10.0.0.1',
    'gateway-own-address',
  ]),
  route('a gateway that is the broadcast address', { to: 'default', via: '10.0.0.255' }, 'gateway-not-host', [
    'ip -n red route add default via 10.0.0.255',
    'gateway-not-host',
  ]),
  route('host bits in a destination', { to: '192.168.1.3/24', via }, 'route-host-bits', [
    `ip -n red route add 192.168.1.3/24 via ${via}`,
    'route-host-bits',
  ]),
  route('mixed families in a route', { to: 'fd01::/64', via }, 'route-mixed-families', [
    `ip -n red route add fd01::/64 via ${via}`,
    'route-mixed-families',
  ]),
  route('a route through nothing', { to: 'default', dev: 'eth7' }, 'route-dev-unknown', [
    'ip -n red route add default dev eth7',
    'import-no-device',
  ]),
  nat('mixed families in a rule', [{ ...hide, except: ['fd00::/64'] }], 'nat-mixed-families'),
  nat('port 0', [{ ...web, port: 0 }], 'out-of-range', [toWeb('-p tcp --dport 0 -j DNAT --to 10.0.0.2'), 'import-one-port']),
  nat('port 65536', [{ ...web, port: 65536 }], 'out-of-range', [
    toWeb('-p tcp --dport 65536 -j DNAT --to 10.0.0.2'),
    'import-one-port',
  ]),
  nat('port 80;x', [{ ...web, to: '10.0.0.2:80;x' }], 'bad-port', [
    toWeb("-p tcp --dport 80 -j DNAT --to '10.0.0.2:80;x'"),
    'bad-address',
  ]),
  nat('a reversed range of ports', [{ ...web, to: '10.0.0.2:90-80' }], 'bad-port', [
    toWeb('-p tcp --dport 80 -j DNAT --to 10.0.0.2:90-80'),
    'bad-address',
  ]),
  nat('target port 0', [{ ...web, to: '10.0.0.2:0' }], 'bad-port', [
    toWeb('-p tcp --dport 80 -j DNAT --to 10.0.0.2:0'),
    'bad-address',
  ]),
  nat('DNAT without a protocol', [{ type: 'dnat', port: 80, to: '10.0.0.2:80' }], 'missing-field', [
    toWeb('--dport 80 -j DNAT --to 10.0.0.2'),
    'import-port-without-protocol',
  ]),
  nat('two DNATs for one port', [web, { ...web, to: '10.0.0.1:80' }], 'duplicate-dnat', [
    `${toWeb('-p tcp --dport 80 -j DNAT --to 10.0.0.2:80')}\n${toWeb('-p tcp --dport 80 -j DNAT --to 10.0.0.1:80')}`,
    'duplicate-dnat',
  ]),
  nat('masquerade out of an interface that does not exist', [{ ...hide, out: 'eth7' }], 'nat-interface-unknown', [
    'iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o eth7 -j MASQUERADE',
    'import-nat-nic',
  ]),
  {
    name: 'a reversed range of leases',
    put: put([['nodes', 'red', 'dhcpServer'], { interface: 'eth0', range: ['10.0.0.90', '10.0.0.80'] }]),
    code: 'dhcp-range-reversed',
    element: { kind: 'node', node: 'red' },
  },
  ...RAW,
]
