import type { HostileInput } from './input'

/** What no kernel object may be called, although most of it the kernel takes; with how a shell would be told, where it can be. */
const BAD: readonly [what: string, name: string, quoted?: string][] = [
  ['empty', ''],
  ['one dot', '.', '.'],
  ['two dots', '..', '..'],
  ['a slash', '/', '/'],
  ['a way out of the folder', '../x', '../x'],
  ['a colon', 'a:b', 'a:b'],
  ['white space', 'a b', "'a b'"],
  ['a newline', 'a\nb', "$'a\\nb'"],
  ['a control byte', 'a\u0001b', "$'a\\x01b'"],
  ['ESC', 'a\u001b[31mb', "$'a\\e[31mb'"],
  ['NUL', 'a\u0000b'],
  ['a lone surrogate', 'a\ud800b'],
  ['a leading dash', '-x', '-x'],
  ['a percent pattern', 'a%d', 'a%d'],
  ['quotes', `a"b'c`, `"a\\"b'c"`],
  ['a substitution', '$(reboot)', "'$(reboot)'"],
  ['markup', '<svg onload=x>', "'<svg onload=x>'"],
  ['64 bytes', 'n'.repeat(64), 'n'.repeat(64)],
]
/** What an interface in particular may not be called. */
const BAD_INTERFACES: typeof BAD = [
  ...BAD,
  ['16 bytes', 'a-name-of-16-byt', 'a-name-of-16-byt'],
  ['multibyte past 15 bytes', '北京北京北京', '北京北京北京'],
  ['all', 'all', 'all'],
  ['default', 'default', 'default'],
]

const asInterface = ([what, name, quoted]: (typeof BAD)[number]): HostileInput => ({
  name: `an interface called ${what}`,
  put: [[['nodes', 'red', 'interfaces', name], {}]],
  code: 'bad-interface-name',
  element: { kind: 'interface', node: 'red', name },
  ...(quoted !== undefined && { script: [`ip link add ${quoted} type veth peer name p0 netns red`, 'bad-interface-name'] }),
})

const asNode = ([what, name, quoted]: (typeof BAD)[number]): HostileInput => ({
  name: `a namespace called ${what}`,
  put: [[['nodes', name], { kind: 'namespace' }]],
  code: 'bad-node-name',
  element: { kind: 'node', node: name },
  ...(quoted !== undefined && { script: [`ip netns add ${quoted}`, 'bad-node-name'] }),
})

const asEndpoint = ([what, name]: (typeof BAD)[number]): HostileInput => ({
  name: `a link's end called ${what}`,
  put: [[['links', 'x'], { endpoints: [`red:${name}`, 'blue:eth1'] }]],
  code: 'bad-endpoint',
  element: { kind: 'link', link: 'x' },
})

const bridge = (what: string, name: string, code: HostileInput['code'], script?: HostileInput['script']): HostileInput => ({
  name: `a bridge called ${what}`,
  put: [[['nodes', name], { kind: 'bridge' }]],
  code,
  element: { kind: 'node', node: name },
  ...(script && { script }),
})

/** “Names” of the list of hostile inputs. */
export const NAMES: readonly HostileInput[] = [
  ...BAD_INTERFACES.map(asInterface),
  ...BAD.map(asNode),
  ...BAD_INTERFACES.map(asEndpoint),
  bridge('lo', 'lo', 'bad-bridge-name', ['ip link add lo type bridge', 'import-device-exists']),
  bridge('all', 'all', 'bad-bridge-name', ['ip link add all type bridge', 'bad-interface-name']),
  bridge('default', 'default', 'bad-bridge-name', ['ip link add default type bridge', 'bad-interface-name']),
  bridge('16 bytes', 'a-name-of-16-byt', 'bad-bridge-name', ['ip link add a-name-of-16-byt type bridge', 'bad-interface-name']),
  bridge('multibyte past 15 bytes', '北京北京北京', 'bad-bridge-name', ['brctl addbr 北京北京北京', 'bad-interface-name']),
  ...(['__proto__', 'constructor'] as const).map(
    (name): HostileInput => ({
      name: `a node called ${name}`,
      put: [[['nodes', name], { kind: 'namespace' }]],
      code: 'prototype-key',
      element: { kind: 'lab' },
      script: [`ip netns add ${name}`, 'bad-node-name'],
    }),
  ),
  {
    name: 'a link at lo',
    put: [[['links', 'x'], { endpoints: ['red:lo', 'blue:eth1'] }]],
    code: 'loopback-endpoint',
    element: { kind: 'link', link: 'x' },
    script: ['ip -n red link add lo type veth peer name eth1 netns blue', 'import-device-exists'],
  },
  {
    name: 'a lab called ../x',
    put: [[['name'], '../x']],
    code: 'bad-lab-name',
    element: { kind: 'lab' },
  },
  {
    name: 'nodes whose names differ in case only',
    put: [[['nodes', 'Red'], { kind: 'namespace' }]],
    code: 'names-differ-in-case',
    severity: 'warning',
    element: { kind: 'node', node: 'Red' },
    script: ['ip netns add Red', 'names-differ-in-case'],
  },
  {
    name: 'interfaces whose names differ in case only',
    put: [[['links', 'x'], { endpoints: ['red:ETH0', 'blue:eth1'] }]],
    code: 'names-differ-in-case',
    severity: 'warning',
    element: { kind: 'interface', node: 'red', name: 'ETH0' },
    script: ['ip -n red link add ETH0 type veth peer name eth1 netns blue', 'names-differ-in-case'],
  },
  {
    name: 'two interfaces of one name in a namespace',
    put: [[['links', 'x'], { endpoints: ['host:veth-red', 'blue:eth1'] }]],
    code: 'duplicate-interface',
    element: { kind: 'interface', node: 'br0', name: 'veth-red' },
    script: ['ip link add veth-red type veth peer name eth1 netns blue', 'import-device-exists'],
  },
  {
    name: 'two namespaces of one id',
    put: [[['nodes', 'green'], { kind: 'namespace', id: 'red' }]],
    code: 'duplicate-node-id',
    element: { kind: 'node', node: 'green' },
  },
]
