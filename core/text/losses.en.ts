import type { Loss } from '../plan/losses'

/** What does not come back exactly when steps are taken back, in English. */
export const lossesEn = {
  title: 'If this is taken back, not all comes back exactly:',
  losses: {
    counters: 'the packet counters of rules and interfaces that are deleted or replaced begin at zero',
    connections: 'connections that are tracked there (conntrack) are forgotten, and those through NAT may break',
    learned: 'neighbours and forwarding entries are learned anew',
    leases: 'DHCP leases are asked for anew',
  } satisfies Record<Loss, string> as Record<Loss, string>,
}
