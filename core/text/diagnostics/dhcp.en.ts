import type { Words } from '../words'

/** DHCP servers and clients, English. */
export const dhcpEn = {
  'dhcp-interface-unknown': {
    message: (p) => `The DHCP server of ${p.node} has no interface ${p.name} to serve`,
    suggestion: (p) => (p.near ? `Did you mean ${p.near}?` : 'Choose an interface of this node, or a bridge that lives in it.'),
  },
  'dhcp-on-port': {
    message: (p) => `${p.name} is a port of ${p.bridge}; a DHCP server on a port hears nobody`,
    suggestion: (p) => `Serve ${p.bridge} itself: all its ports hear it.`,
  },
  'dhcp-on-loopback': {
    message: () => 'Nobody can ask for an address on lo',
    suggestion: () => 'Choose the interface that faces the clients.',
  },
  'dhcp-interface-down': {
    message: (p) => `The DHCP server of ${p.node} serves ${p.name}, which is drawn as down`,
    suggestion: (p) => `Switch ${p.name} on.`,
  },
  'dhcp-no-address': {
    message: (p) => `${p.name} in ${p.node} has no IPv4 network, so there are no addresses to give away`,
    suggestion: (p) => `Give ${p.name} a static address with a prefix, such as 10.0.0.1/24.`,
  },
  'dhcp-not-ipv4': {
    message: (p) => `${p.text} is not an IPv4 address, which is all that this DHCP server gives away`,
    suggestion: () => 'Use an IPv4 address.',
  },
  'dhcp-range-reversed': {
    message: (p) => `The range ends before it begins: ${p.first} is after ${p.last}`,
    suggestion: () => 'Write the lower address first.',
  },
  'dhcp-range-outside': {
    message: (p) => `The range ${p.first} to ${p.last} is not within ${p.network}, the network of ${p.name}`,
    suggestion: () => 'Choose both addresses from that network: a client could not reach the server from another.',
  },
  'dhcp-range-edge': {
    message: (p) => `The range holds ${p.address}, which no host can have: it names the network or is its broadcast`,
    suggestion: () => 'Leave out the first and the last address of the network.',
  },
  'dhcp-range-own': {
    message: (p) => `The range holds ${p.address}, which is the server’s own`,
    suggestion: () => 'Begin the range after it.',
  },
  'dhcp-range-taken': {
    message: (p) => `The range holds ${p.address}, which ${p.other} has: a client may be given it a second time`,
    suggestion: () => 'Choose a range that no static address is in.',
  },
  'dhcp-router-outside': {
    message: (p) => `A client cannot reach the router ${p.router}: it is not in ${p.network}`,
    suggestion: (p) => `Use the address of ${p.node} on ${p.name}, or of another router there.`,
  },
  'dhcp-router-nobody': {
    message: (p) => `Nobody on this network has ${p.router}, the router that clients are told`,
    suggestion: (p) => `Use the address of ${p.node} on ${p.name}, or give it to a router there.`,
  },
  'dhcp-bad-lease': {
    message: (p) => `“${p.text}” is no lease time`,
    suggestion: () => 'Write a number with m, h, d or w, such as 45m or 12h: at least 2m, at most 365d.',
  },
  'dhcp-two-servers': {
    message: (p) => `${p.others} has a DHCP server on the same network; whichever answers first wins`,
    suggestion: () => 'Keep one of them.',
  },
  'dhcp-client-on-port': {
    message: (p) => `${p.name} is a port of ${p.bridge}; a port takes no address`,
    suggestion: () => 'Take the address at the other end of the link.',
  },
  'dhcp-client-on-loopback': {
    message: (p) => `Nobody answers DHCP on lo in ${p.node}`,
    suggestion: () => 'Remove “dhcp” there.',
  },
  'dhcp-client-down': {
    message: (p) => `${p.name} in ${p.node} is to ask for an address and is drawn as down`,
    suggestion: (p) => `Switch ${p.name} on.`,
  },
  'dhcp-no-server': {
    message: (p) => `${p.name} in ${p.node} asks for an address, and no DHCP server is on its network`,
    suggestion: () => 'Add a DHCP server to a node there, or give the interface a static address.',
  },
  'dhcp-nothing-to-serve': {
    message: (p) => `${p.node} has no interface with a network to give addresses of`,
    suggestion: () => 'Join it to the clients, and give its interface an IPv4 address such as 10.0.0.1/24.',
  },
  'program-missing': {
    message: (p) => `${p.node} needs ${p.program}, which this machine does not have`,
    suggestion: (p) => `Install it: sudo apt-get install ${p.package}`,
  },
} satisfies Record<string, Words>
