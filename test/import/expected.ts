/** What each script of `scripts/` must come to. */
export interface Expected {
  file: string
  /** Pairs of node and address: a ping that must be answered once the lab is applied. */
  pings?: readonly (readonly [from: string, to: string])[]
  /** Pings that the script's own mistake makes fail. */
  silent?: readonly (readonly [from: string, to: string])[]
  /** A TCP connection that must be answered by a listener in the last node: from, address, port, listener, its port. */
  tcp?: { from: string; to: string; port: number; at: string; listens: number }
  /** `LINE CODE` of every finding beyond remarks, in the order of the lines; none when left out. */
  findings?: readonly string[]
}

/** Scripts that come to a lab, which is applied and pinged. */
export const APPLIED: readonly Expected[] = [
  {
    file: '01-two-rooms.sh',
    pings: [
      ['kitchen', '10.20.0.2'],
      ['study', '10.20.0.1'],
    ],
  },
  { file: '02-shorthand.txt', pings: [['n1', '10.21.0.2']] },
  {
    file: '03-switch-with-loop.sh',
    pings: [
      ['ann', '10.22.0.3'],
      ['host', '10.22.0.2'],
      ['cyd', '10.22.0.254'],
    ],
    findings: ['28 gateway-does-not-forward', '28 gateway-does-not-forward', '28 gateway-does-not-forward'],
  },
  {
    file: '04-net-tools.sh',
    pings: [
      ['x', '10.23.0.2'],
      ['host', '10.23.0.1'],
    ],
    findings: ['18 gateway-does-not-forward', '19 gateway-does-not-forward'],
  },
  { file: '05-session-at-a-prompt.txt', pings: [['alpha', '10.24.0.2']] },
  {
    file: '06-router.md',
    pings: [
      ['left', '10.25.2.10'],
      ['right', '10.25.1.10'],
    ],
  },
  {
    file: '07-chinese-notes.md',
    pings: [
      ['pc1', '10.26.0.3'],
      ['pc3', '10.26.0.2'],
    ],
  },
  { file: '08-gateway-nat.sh', pings: [['inside', '198.51.100.2']], silent: [['outside', '10.27.1.2']] },
  { file: '09-snat-nft.sh', pings: [['lan', '203.0.113.9']], silent: [['wan', '10.28.0.2']] },
  {
    file: '10-port-forward.sh',
    pings: [['client', '10.29.1.80']],
    tcp: { from: 'client', to: '10.29.2.1', port: 8080, at: 'web', listens: 80 },
  },
  { file: '11-ipv6.sh', pings: [['six', '2001:db8:30::7']] },
  {
    file: '12-dual-stack-router.sh',
    pings: [
      ['a', '10.31.2.2'],
      ['b', 'fd31:1::2'],
    ],
  },
  {
    file: '13-chain-of-routers.sh',
    pings: [
      ['r1', '10.32.3.2'],
      ['r4', '10.32.1.1'],
    ],
  },
  {
    file: '14-bridge-in-a-namespace.sh',
    pings: [
      ['desk', '10.33.0.12'],
      ['core', '10.33.0.11'],
    ],
  },
  {
    file: '15-batch.txt',
    pings: [
      ['east', '10.34.0.0'],
      ['west', '10.34.0.1'],
    ],
  },
  { file: '16-iptables-restore.sh', pings: [['red', '192.0.2.2']], silent: [['isp', '10.35.0.2']] },
  {
    file: '17-renamed-and-moved.sh',
    pings: [
      ['one', '10.36.0.12'],
      ['two', '10.36.0.11'],
    ],
  },
  { file: '18-mtu-and-mac.sh', pings: [['big', '10.37.0.2']] },
  { file: '19-two-switches.sh', pings: [['h1', '10.38.0.2']] },
  { file: '20-makefile-style.txt', pings: [['front', '10.39.0.2']] },
  { file: '21-line-continuations.sh', pings: [['long', '10.40.0.2']] },
  {
    file: '22-host-routes.sh',
    pings: [
      ['vm', '169.254.41.1'],
      ['host', '10.41.0.5'],
    ],
  },
  {
    file: '23-typos.sh',
    pings: [['one', '10.42.0.2']],
    findings: ['6 import-typo', '7 import-typo', '8 import-typo'],
  },
  {
    file: '24-no-prefix.sh',
    silent: [['p', '10.43.0.2']],
    findings: ['4 import-no-prefix', '4 no-common-subnet', '5 import-no-prefix', '5 no-common-subnet'],
  },
  {
    // The route that the kernel would refuse is left out; the rest stands.
    file: '25-gateway-elsewhere.sh',
    pings: [['pc', '10.44.0.1']],
    findings: ['8 gateway-not-connected'],
  },
  {
    file: '26-wrong-network-hidden.sh',
    pings: [['pc', '10.45.0.1']],
    silent: [['pc', '198.51.100.2']],
    findings: ['17 nat-source-unknown'],
  },
  { file: '27-never-up.sh', silent: [['host', '10.46.0.2']], findings: ['2 import-never-up'] },
  {
    file: '28-same-network-twice.sh',
    pings: [['l', '192.168.47.1']],
    silent: [['r', '192.168.47.3']],
    findings: ['9 overlapping-subnets'],
  },
  {
    file: '32-sysctl-conf-and-dnat.md',
    pings: [['nb', '10.49.1.2']],
    tcp: { from: 'nb', to: '10.49.2.1', port: 80, at: 'srv', listens: 80 },
    findings: ['14 import-port-without-protocol'],
  },
]

/** Scripts that come to nothing that could be applied, and say why. */
export const REPORTED: readonly Expected[] = [
  {
    file: '29-kinds-we-lack.sh',
    findings: ['2 import-device-kind', '3 import-device-kind', '4 import-tunnel', '5 import-rule', '6 import-other-device'],
  },
  {
    file: '30-hostile.sh',
    findings: ['2 import-not-run', '3 import-missing', '4 import-unknown-value', '5 import-endless'],
  },
  {
    file: '31-not-a-script.txt',
    findings: [
      '1 import-unknown-command',
      '1 import-nothing',
      '3 import-unknown-command',
      '4 import-unknown-command',
      '6 import-unknown-command',
    ],
  },
]
