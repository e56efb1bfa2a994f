import type { Words } from '../words'

/** Addresses, MACs and MTUs, English. */
export const addressesEn = {
  'bad-address': {
    message: (p) => `“${p.text}” is not an IP address`,
    suggestion: () => 'Write IPv4 like 10.0.0.1/24 or IPv6 like 2001:db8::1/64.',
  },
  'address-leading-zero': {
    message: (p) => `“${p.text}” has a number that starts with 0, which some programs read as octal`,
    suggestion: () => 'Write the numbers without leading zeros: 10.0.0.9, not 010.0.0.9.',
  },
  'address-short': {
    message: (p) => `“${p.text}” has fewer than four numbers`,
    suggestion: () => 'Write all four: 10.1.0.0/16, not 10.1/16.',
  },
  'address-zone': {
    message: (p) => `“${p.text}” names an interface after “%”`,
    suggestion: () => 'Leave out “%” and what follows.',
  },
  'address-mapped': {
    message: (p) => `“${p.text}” is an IPv4 address written as IPv6`,
    suggestion: () => 'Write it as plain IPv4.',
  },
  'address-no-prefix': {
    message: (p) => `“${p.text}” has no prefix length; the kernel would take it as a network of one address`,
    suggestion: (p) =>
      `Add the length of the network’s prefix, such as ${p.text}${String(p.text).includes(':') ? '/64' : '/24'}.`,
  },
  'address-bad-prefix': {
    message: (p) => `“${p.text}” has an impossible prefix length`,
    suggestion: () => 'IPv4 has /0 to /32, IPv6 has /0 to /128.',
  },
  'address-unwanted-prefix': {
    message: (p) => `“${p.text}” must be one address, without a prefix length`,
    suggestion: (p) => `Write ${String(p.text).split('/')[0]}.`,
  },
  'address-zero-prefix': {
    message: (p) => `${p.text} would make every address in the world a direct neighbour`,
    suggestion: () => 'Use the prefix of the network, such as /24; for everything else there is a default route.',
  },
  'address-unspecified': {
    message: (p) => `${p.text} means “no address” and cannot be given to an interface`,
    suggestion: () => 'Choose an address of the network that the interface is in.',
  },
  'address-is-network': {
    message: (p) => `${p.text} is the network itself, not a host in it`,
    suggestion: (p) =>
      p.free ? `Choose a host’s address, such as ${p.free}.` : 'All of the network’s addresses are taken; use a shorter prefix.',
  },
  'address-is-broadcast': {
    message: (p) => `${p.text} is the broadcast address of its network`,
    suggestion: (p) =>
      p.free ? `Choose a host’s address, such as ${p.free}.` : 'All of the network’s addresses are taken; use a shorter prefix.',
  },
  'address-multicast': {
    message: (p) => `${p.text} is a multicast address`,
    suggestion: () => 'Choose a unicast address, such as one in 10.0.0.0/8 or fd00::/8.',
  },
  'address-reserved': {
    message: (p) => `${p.text} lies in a range that is reserved (0.0.0.0/8 or 240.0.0.0/4)`,
    suggestion: () => 'Choose another, such as one in 10.0.0.0/8.',
  },
  'address-loopback': {
    message: (p) => `${p.text} is a loopback address and belongs on lo only`,
    suggestion: () => 'Choose another, such as one in 10.0.0.0/8 or fd00::/8.',
  },
  'address-twice': {
    message: (p) => `${p.name} in ${p.node} has ${p.address} twice`,
    suggestion: () => 'Remove one of the two.',
  },
  'duplicate-address': {
    message: (p) => `${p.address} is also on ${p.other}, in the same network`,
    suggestion: (p) => (p.free ? `Choose another address; ${p.free} is free.` : 'Choose another address.'),
  },
  'address-single': {
    message: (p) => `With ${p.text}, ${p.node} has no neighbours on ${p.name}: the prefix leaves room for this one address only`,
    suggestion: () => 'Use the prefix of the network, such as /24 or /64.',
  },
  'overlapping-subnets': {
    message: (p) => `${p.node} has ${p.network} on ${p.name} and ${p.otherNetwork} on ${p.other}: the two overlap`,
    suggestion: () => 'Give each link a network of its own, else the kernel sends over one of them only.',
  },
  'no-common-subnet': {
    message: (p) => `${p.name} in ${p.node} (${p.address}) shares no network with the others on its link`,
    suggestion: (p) => `Choose an address of their network, ${p.network}, or route between the two.`,
  },
  'address-on-port': {
    message: (p) => `${p.name} is a port of ${p.bridge}; an address on a port is not reached as one expects`,
    suggestion: (p) => `Give the address to ${p.bridge} itself.`,
  },
  'bad-mac': {
    message: (p) => `“${p.mac}” is not a MAC address`,
    suggestion: () => 'Write six pairs of hex digits with colons, such as 02:00:00:00:00:01.',
  },
  'mac-multicast': {
    message: (p) => `${p.mac} is a multicast MAC`,
    suggestion: () => 'The first pair must be even; 02:… is made for this.',
  },
  'mac-zero': {
    message: () => 'An interface cannot have a MAC of zeros',
    suggestion: () => 'Choose one, such as 02:00:00:00:00:01, or leave it to the kernel.',
  },
  'loopback-mac': {
    message: () => 'lo has no MAC to set',
    suggestion: () => 'Remove the MAC.',
  },
  'duplicate-mac': {
    message: (p) => `The MAC ${p.mac} is also on ${p.other}, in the same network`,
    suggestion: () => 'Change one, or leave both to the kernel.',
  },
  'bad-mtu': {
    message: (p) => `${p.mtu} cannot be an MTU`,
    suggestion: () => 'Use a whole number from 68 to 65535; 1500 is usual.',
  },
  'mtu-below-ipv6': {
    message: (p) => `${p.name} in ${p.node} has an IPv6 address, and with an MTU of ${p.mtu} the kernel switches IPv6 off`,
    suggestion: () => 'IPv6 needs an MTU of 1280 or more.',
  },
  'bridge-mtu-below-ipv6': {
    message: (p) =>
      `${p.node} has an IPv6 address, and takes the MTU ${p.mtu} of its port ${p.name}, with which the kernel switches IPv6 off`,
    suggestion: (p) => `Raise the MTU of ${p.name} to 1280 or more.`,
  },
  'mtu-mismatch': {
    message: (p) => `The two ends of the link have different MTUs: ${p.mtu} and ${p.other}`,
    suggestion: () => 'Give both the same, else large packets vanish in one direction.',
  },
} satisfies Record<string, Words>
