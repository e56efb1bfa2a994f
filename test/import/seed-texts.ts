import type { Lab } from '../../core/lab/schema'

/** What a text must come to. */
interface SeedText {
  /** Its file's name begins with it. */
  number: string
  about: string
  nodes: Lab['nodes']
  /** Both endpoints of each link. */
  links: readonly string[]
  /** `LINE SEVERITY CODE` of all that is said of it, remarks included. */
  findings: readonly string[]
}

/** The labs that the first notes mean, and what is told about them. */
export const TEXTS: readonly SeedText[] = [
  {
    number: '000',
    about: 'two namespaces on a bridge that the host shares, the way out through it, and the way in to port 80',
    nodes: {
      host: {
        kind: 'host',
        forwarding: true,
        nat: [
          { type: 'masquerade', source: '192.168.15.0/24' },
          { type: 'dnat', protocol: 'tcp', port: 80, to: '192.168.15.2:80' },
        ],
      },
      red: { kind: 'namespace', interfaces: { lo: { up: false }, dev_red: { addresses: ['192.168.3.10/24'] } } },
      blue: {
        kind: 'namespace',
        interfaces: { lo: { up: false }, dev_blue: { addresses: ['192.168.3.11/24'] } },
        routes: [
          { to: '192.168.1.0/24', via: '192.168.3.1' },
          { to: 'default', via: '192.168.3.1' },
        ],
      },
      mybridge: { kind: 'bridge', addresses: ['192.168.3.1/24'] },
    },
    links: ['red:dev_red mybridge:dev_red_br', 'blue:dev_blue mybridge:dev_blue_br'],
    findings: [
      '5 info import-lo-down',
      '12 warning import-slash-comment',
      '28 warning import-up-elsewhere',
      '48 info import-not-a-command',
      '56 warning import-slash-comment',
      '56 warning import-no-verb',
      '56 error gateway-own-address',
      '56 error route-shadows-connected',
      '61 info import-not-a-command',
      '69 warning import-parenthesis',
      '75 info import-not-a-command',
      '80 warning nat-source-unknown',
      '81 info import-not-a-command',
      '82 info import-not-a-command',
      '86 info import-not-a-command',
      '88 info import-not-a-command',
      '89 warning import-typo',
      '89 warning import-no-verb',
      '89 warning import-default-address',
      '96 info import-not-a-command',
      '98 info import-not-a-command',
      '99 warning import-dev-forgotten',
      '99 warning import-nic',
      '106 warning import-port-without-protocol',
      '106 warning dnat-target-unknown',
    ],
  },
  {
    number: '001',
    about: 'a namespace beside the host, two joined to each other, and containers that run',
    nodes: {
      host: {
        kind: 'host',
        interfaces: { 'veth-blue-br': { up: false } },
        nat: [
          { type: 'masquerade', source: '192.168.15.0/24' },
          { type: 'dnat', protocol: 'tcp', port: 80, to: '192.168.15.2:80' },
        ],
      },
      red: { kind: 'namespace', interfaces: { lo: { up: false }, 'veth-red': { addresses: ['192.168.15.1/32'] } } },
      blue: { kind: 'namespace', interfaces: { lo: { up: false }, 'veth-blue': { addresses: ['192.168.15.2/32'] } } },
      'v-net-0': { kind: 'bridge', addresses: ['192.168.15.5/24'], interfaces: { 'veth-red-br': { up: false } } },
    },
    links: ['red:veth-red v-net-0:veth-red-br', 'blue:veth-blue host:veth-blue-br'],
    findings: [
      '14 info import-lo-down',
      '28 warning import-typo',
      '40 warning import-netns-unmade',
      '42 warning import-no-prefix',
      '43 warning import-no-prefix',
      '85 warning import-never-up',
      '86 warning import-unused-end',
      '91 warning import-no-prefix',
      '92 warning import-device-moved',
      '92 warning import-no-prefix',
      '108 error gateway-not-connected',
      '115 warning nat-not-forwarding',
      '120 error gateway-not-connected',
      '126 warning import-port-without-protocol',
    ],
  },
  {
    number: '002',
    about: 'two namespaces joined by one cable, typed at a prompt with all that was answered',
    nodes: {
      host: { kind: 'host', interfaces: { 'veth-1': { addresses: ['10.0.0.1/24'] } } },
      'net-test': { kind: 'namespace', interfaces: { 'veth-2': { addresses: ['10.0.0.2/24'] } } },
      ns1: { kind: 'namespace', interfaces: { 'veth-a': { addresses: ['10.0.0.1/24'] } } },
      ns2: { kind: 'namespace', interfaces: { 'veth-b': { addresses: ['10.0.0.2/24'] } } },
      test1: { kind: 'container', container: 'test1' },
      test2: { kind: 'container', container: 'test2' },
      test01: {
        kind: 'container',
        container: 'test01',
        interfaces: { eth1: { addresses: ['172.18.18.36/24'] } },
        routes: [{ to: 'default', via: '172.18.18.1' }],
      },
      br0: { kind: 'bridge' },
    },
    links: ['host:veth-1 net-test:veth-2', 'ns1:veth-a ns2:veth-b', 'test01:eth1 br0:veth1pl-test01'],
    findings: [
      '13 warning import-netns-deleted',
      '82 info import-container-runs',
      '104 info import-container-runs',
      '114 warning import-container-differs',
      '121 info import-no-network',
      '127 info import-container-runs',
      '128 warning gateway-nobody',
    ],
  },
  {
    number: '003',
    about: 'a namespace that routes between two bridges, one of which has the network card',
    nodes: {
      host: { kind: 'host' },
      ns1: { kind: 'namespace', interfaces: { lo: { up: false }, 'veth-ns1': { addresses: ['172.16.0.1/16'] } } },
      ns2: { kind: 'namespace', interfaces: { lo: { up: false }, 'veth-ns2': { addresses: ['172.16.0.2/16'] } } },
    },
    links: ['ns1:veth-ns1 ns2:veth-ns2'],
    findings: ['11 info import-lo-down'],
  },
  {
    number: '004',
    about: '',
    nodes: {
      host: { kind: 'host', interfaces: { eno16777736: { bridge: 'br0' } }, forwarding: true },
      Instance1: {
        kind: 'namespace',
        interfaces: {
          lo: { up: false },
          'veth1.4': { addresses: ['192.168.1.1/24'] },
          'veth1.6': { addresses: ['192.168.1.254/24'] },
        },
        nat: [{ type: 'snat', source: '192.168.1.0/24', except: ['192.168.1.0/24'], to: '192.168.1.254' }],
      },
      internal: { kind: 'bridge' },
      br0: { kind: 'bridge', addresses: ['192.168.0.5/24'] },
    },
    links: ['internal:veth1.1 host:veth1.2', 'Instance1:veth1.4 internal:veth1.5', 'Instance1:veth1.6 br0:veth1.7'],
    findings: [
      '40 info import-lo-down',
      '55 warning no-common-subnet',
      '56 info import-nic-port',
      '63 info import-not-a-command',
      '66 error import-device-elsewhere',
      '77 warning import-trailing-up',
      '85 warning import-trailing-up',
      '85 warning no-common-subnet',
      '85 warning overlapping-subnets',
      '89 warning nat-not-forwarding',
    ],
  },
]
