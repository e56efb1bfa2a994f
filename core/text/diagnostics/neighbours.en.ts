import type { Words } from '../words'

/** Neighbours that are written down, English. */
export const neighboursEn = {
  'neighbour-dev-unknown': {
    message: (p) => `${p.node} has no interface ${p.dev}`,
    suggestion: (p) => (p.near ? `Did you mean ${p.near}?` : 'Draw the link, or name an interface that is there.'),
  },
  'neighbour-dev-is-port': {
    message: (p) => `${p.dev} is a port of ${p.bridge}; nobody is addressed through a port`,
    suggestion: (p) => `Use ${p.bridge}.`,
  },
  'neighbour-on-loopback': {
    message: () => 'There are no neighbours on lo',
    suggestion: () => 'Name the interface that the neighbour is behind.',
  },
  'neighbour-special': {
    message: (p) => `${p.address} is nobody’s address: it is a loopback, multicast or reserved one`,
    suggestion: () => 'Write the address of the neighbour.',
  },
  'neighbour-own-address': {
    message: (p) => `${p.address} is ${p.node}’s own address`,
    suggestion: () => 'Write the address of the neighbour.',
  },
  'neighbour-not-host': {
    message: (p) => `${p.address} is the network or broadcast address of ${p.network}`,
    suggestion: () => 'Write the address of the neighbour.',
  },
  'neighbour-not-connected': {
    message: (p) => `${p.dev} in ${p.node} is in no network with ${p.address}, so the entry is never looked at`,
    suggestion: (p) => (p.networks ? `${p.dev} is in ${p.networks}.` : `Give ${p.dev} an address next to it.`),
  },
  'neighbour-no-ipv6': {
    message: (p) => `${p.dev} has the MTU ${p.mtu}, with which the kernel takes IPv6 off it`,
    suggestion: () => 'An interface with IPv6 needs an MTU of at least 1280.',
  },
  'neighbour-other-mac': {
    message: (p) =>
      `${p.address} is ${p.owner}’s, whose interface is drawn with the MAC ${p.mac}: what is sent to this one is lost`,
    suggestion: (p) => `Write ${p.mac}, unless it is to fail.`,
  },
  'duplicate-neighbour': {
    message: (p) => `${p.node} has a MAC for ${p.address} on ${p.dev} already`,
    suggestion: () => 'Remove one of the two.',
  },
  'foreign-neighbour': {
    message: (p) => `Somebody has written down a MAC for ${p.address} in ${p.netns} already, and it was not this lab`,
    suggestion: (p) => `Remove the neighbour in the lab, or the other one with “ip neigh delete ${p.address}”.`,
  },
} satisfies Record<string, Words>
