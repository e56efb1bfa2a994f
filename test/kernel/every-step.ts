import type { Lab } from '../../core/lab/schema'

/**
 * Changes of a lab that between them take every kind of step: made from nothing, changed, and removed. `nic0` plays an interface that the
 * computer has.
 */

/** All that a lab can hold but programs. */
export const MADE: Lab = {
  netloom: 1,
  name: 'steps',
  nodes: {
    host: {
      kind: 'host',
      forwarding: true,
      interfaces: { lo: { addresses: ['10.81.0.1/32'] } },
      routes: [{ to: '10.82.0.0/24', via: '10.80.0.2' }],
      nat: [{ type: 'masquerade', source: '10.80.0.0/24' }],
      neighbours: [{ address: '10.80.0.99', mac: '02:00:00:00:00:99', dev: 'br-steps' }],
    },
    'br-steps': { kind: 'bridge', addresses: ['10.80.0.1/24'], stp: true, mac: '02:00:00:00:80:01' },
    red: {
      kind: 'namespace',
      id: 'red',
      forwarding: true,
      interfaces: {
        eth0: { addresses: ['10.80.0.2/24', '2001:db8:80::2/64'], mac: '02:00:00:00:80:02' },
        side: { addresses: ['10.83.0.1/24'] },
      },
      routes: [{ to: 'default', via: '10.80.0.1' }],
      neighbours: [{ address: '10.80.0.98', mac: '02:00:00:00:00:98', dev: 'eth0' }],
      filter: { input: { policy: 'drop', rules: [{ action: 'accept', source: '10.80.0.0/24' }] } },
    },
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.80.0.3/24'] }, side: { addresses: ['10.83.0.2/24'] } } },
    gone: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.80.0.4/24'] } } },
    still: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.80.0.5/24'] } } },
  },
  links: {
    still: { endpoints: ['still:eth0', 'br-steps:p-still'] },
    red: { endpoints: ['red:eth0', 'br-steps:p-red'] },
    blue: { endpoints: ['blue:eth0', 'br-steps:p-blue'] },
    gone: { endpoints: ['gone:eth0', 'br-steps:p-gone'] },
    side: { endpoints: ['red:side', 'blue:side'] },
  },
}

/** The same with everything that can be changed in place changed, and `gone` gone. */
export const CHANGED: Lab = {
  netloom: 1,
  name: 'steps',
  nodes: {
    host: { kind: 'host' },
    'br-steps': { kind: 'bridge', addresses: ['10.80.0.1/24'], mac: '02:00:00:00:80:11', mtu: 1400 },
    crimson: {
      kind: 'namespace',
      id: 'red',
      interfaces: {
        wan0: { addresses: ['10.80.0.2/24'], mac: '02:00:00:00:80:12', mtu: 1400 },
        side: { up: false },
      },
    },
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.80.0.3/24'] } } },
    green: { kind: 'namespace', interfaces: { side: { addresses: ['10.83.0.2/24'] }, 'p-blue': {} } },
    still: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.80.0.5/24'] } } },
  },
  links: {
    still: { endpoints: ['still:eth0', 'host:p-still'] },
    red: { endpoints: ['crimson:wan0', 'br-steps:p-red'] },
    blue: { endpoints: ['blue:eth0', 'green:p-blue'] },
    side: { endpoints: ['crimson:side', 'green:side'] },
  },
}

/** A server of DHCP with one address to give, and a client. */
export const SERVED: Lab = {
  netloom: 1,
  name: 'served',
  nodes: {
    host: { kind: 'host' },
    server: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.84.0.1/24'] } },
      dhcpServer: { interface: 'eth0', range: ['10.84.0.100', '10.84.0.100'] },
    },
    client: { kind: 'namespace', interfaces: { eth0: { dhcp: true } } },
  },
  links: { wire: { endpoints: ['server:eth0', 'client:eth0'] } },
}

/** The computer's `nic0` in a bridge. */
export const BRIDGED: Lab = {
  netloom: 1,
  name: 'bridged',
  nodes: { host: { kind: 'host', interfaces: { nic0: { bridge: 'br-nic' } } }, 'br-nic': { kind: 'bridge' } },
  links: {},
}

/** The same without it. */
export const UNBRIDGED: Lab = { ...BRIDGED, nodes: { host: { kind: 'host' }, 'br-nic': { kind: 'bridge' } } }
