import type { MachineState } from '../../core/state/state'

/** A machine that holds nothing yet: what the plan starts from while no machine runs. */
export const blankMachine: MachineState = {
  epoch: '',
  seq: 0,
  namespaces: {
    host: {
      name: 'host',
      inode: 0,
      links: {},
      routes: [],
      neighbours: [],
      forwarding: { ipv4: false, ipv6: false },
      nat: [],
      foreignTables: [],
    },
  },
}
