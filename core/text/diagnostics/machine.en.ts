import type { Words } from '../words'

/** Where a lab meets what is on the machine and is not its own, English. */
export const machineEn = {
  'foreign-namespace': {
    message: (p) => `A namespace ${p.name} exists already, and this lab did not make it`,
    suggestion: (p) => `Rename ${p.name} in the lab, or remove the other one with “ip netns delete ${p.name}”.`,
  },
  'foreign-interface': {
    message: (p) => `${p.netns} has an interface ${p.name} already, and this lab did not make it`,
    suggestion: (p) => `Rename ${p.name} in the lab, or remove or rename the other one.`,
  },
  'foreign-route': {
    message: (p) => `${p.netns} has a route to ${p.to} already, and this lab did not make it`,
    suggestion: () => 'Give the route another metric, or remove the other one.',
  },
  'foreign-address': {
    message: (p) => `${p.name} of this computer has the address ${p.address} already, or one of another lab`,
    suggestion: () => 'Give the lab another address.',
  },
  'foreign-network': {
    message: (p) => `${p.address} is in ${p.network}, a network that this computer is on already, by ${p.name}`,
    suggestion: () => 'Give the lab another network: this one would take over what goes to the computer’s own.',
  },
  'cannot-adopt': {
    message: (p) => `${p.what} cannot be taken into the lab`,
    suggestion: () => 'Put it back, or draw it by hand.',
  },
} satisfies Record<string, Words>
