import type { MachineState } from './state'

/** A sandbox that has just started, as its kernel would describe it: nothing but a loopback that is down. */
export const blankMachine: MachineState = {
  epoch: '',
  seq: 0,
  namespaces: {
    host: {
      name: 'host',
      inode: 0,
      links: {
        1: {
          index: 1,
          name: 'lo',
          kind: 'loopback',
          mac: '00:00:00:00:00:00',
          mtu: 65536,
          up: false,
          operstate: 'down',
          carrier: true,
          group: 0,
          addresses: [],
        },
      },
      routes: [],
      neighbours: [],
      forwarding: { ipv4: false, ipv6: false },
      nat: [],
      foreignTables: [],
    },
  },
}
