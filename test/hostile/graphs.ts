import type { HostileInput, Put } from './input'

const link = (...endpoints: string[]): Put => [['links', 'x'], { endpoints }]
/** 4 KB of addresses, as long as the schema lets a text be. */
const LONG = Array.from({ length: 64 }, () => '0'.repeat(62))
const onLink = { kind: 'link', link: 'x' } as const
const node = (name: string) => ({ kind: 'node', node: name }) as const

/** “Graphs” of the list of hostile inputs, but for what only a machine can tell (`on-machine.ts`). */
export const GRAPHS: readonly HostileInput[] = [
  {
    name: 'a dangling link',
    put: [link('red:eth1', 'nobody:eth0')],
    code: 'unknown-node',
    element: onLink,
    script: ['ip link add eth1 netns red type veth peer name eth0 netns nobody', 'import-netns-unmade'],
  },
  { name: 'a link with one end', put: [link('red:eth1')], code: 'link-ends', element: onLink },
  { name: 'a link with three ends', put: [link('red:eth1', 'blue:eth1', 'far:eth1')], code: 'link-ends', element: onLink },
  {
    name: 'a veth with both ends on one bridge',
    put: [link('br0:a', 'br0:b')],
    code: 'link-on-one-bridge',
    element: onLink,
    script: [
      'ip link add a type veth peer name b\nip link set a master br0 up\nip link set b master br0 up',
      'link-on-one-bridge',
    ],
  },
  {
    name: 'bridges in a ring without STP',
    put: [[['nodes', 'br1'], { kind: 'bridge' }], [['links', 'w'], { endpoints: ['br0:a', 'br1:a1'] }], link('br0:b', 'br1:b1')],
    code: 'bridge-ring',
    element: onLink,
    script: [
      `ip link add br1 type bridge
ip link set br1 up
for n in a b; do ip link add $n type veth peer name \${n}1; ip link set $n master br0 up; ip link set \${n}1 master br1 up; done`,
      'bridge-ring',
    ],
  },
  {
    name: 'an interface with two masters',
    put: [[['nodes', 'br1'], { kind: 'bridge' }], link('br1:veth-red', 'blue:eth1')],
    code: 'duplicate-interface',
    element: { kind: 'interface', node: 'br1', name: 'veth-red' },
  },
  {
    name: 'an end that becomes a port as well',
    put: [[['nodes', 'host', 'interfaces', 'eth9', 'bridge'], 'br0']],
    code: 'nic-is-end',
    element: { kind: 'interface', node: 'host', name: 'eth9' },
  },
  {
    name: "a bridge as a bridge's port",
    put: [[['nodes', 'br1'], { kind: 'bridge' }], link('br0:br1', 'red:eth1')],
    code: 'bridge-as-port',
    element: onLink,
    script: ['ip link add br1 type bridge\nip link set br1 master br0', 'import-cannot-be-port'],
  },
  { name: 'an endpoint used twice', put: [link('red:eth0', 'blue:eth1')], code: 'endpoint-used-twice', element: onLink },
  {
    name: 'a link from an interface to itself',
    put: [link('red:eth1', 'red:eth1')],
    code: 'endpoint-used-twice',
    element: onLink,
  },
  { name: 'an unknown kind', put: [[['nodes', 'r1'], { kind: 'router' }]], code: 'unknown-kind', element: node('r1') },
  { name: 'an unknown field', put: [[['nodes', 'red', 'admin'], true]], code: 'unknown-field', element: node('red') },
  { name: 'an unknown version', put: [[['netloom'], 2]], code: 'unknown-version', element: { kind: 'lab' } },
  {
    name: 'a node inside itself',
    put: [[['nodes', 'br1'], { kind: 'bridge', on: 'br1' }]],
    code: 'on-itself',
    element: node('br1'),
  },
  {
    name: 'a bridge inside a bridge',
    put: [[['nodes', 'br1'], { kind: 'bridge', on: 'br0' }]],
    code: 'on-bridge',
    element: node('br1'),
  },
  {
    name: 'a bridge inside nothing',
    put: [[['nodes', 'br1'], { kind: 'bridge', on: 'gone' }]],
    code: 'on-unknown',
    element: node('br1'),
  },
  { name: 'a second host', put: [[['nodes', 'h2'], { kind: 'host' }]], code: 'host-name', element: node('h2') },
  { name: 'a host of another kind', put: [[['nodes', 'host'], { kind: 'namespace' }]], code: 'host-kind', element: node('host') },
  {
    name: 'over 5,000 nodes',
    put: Array.from({ length: 4996 }, (_, at): Put => [['nodes', `n${at}`], { kind: 'namespace' }]),
    code: 'too-many-nodes',
    element: { kind: 'lab' },
    script: ['for n in $(seq 1 5001); do ip netns add n$n; done', 'import-too-much'],
  },
  {
    name: 'over 1 MB',
    put: Array.from({ length: 300 }, (_, at): Put => [['nodes', `n${at}`], { kind: 'bridge', addresses: LONG }]),
    code: 'file-too-large',
    element: { kind: 'lab' },
    script: [`# ${'x'.repeat(1_000_000)}`, 'import-too-large'],
  },
  {
    name: 'over 20 levels',
    put: [[['nodes', 'red', 'deep'], JSON.parse('['.repeat(22) + ']'.repeat(22)) as unknown]],
    code: 'too-deep',
    element: { kind: 'node', node: 'red' },
  },
]
