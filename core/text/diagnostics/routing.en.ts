import type { Words } from '../words'

/** Routes and NAT rules, English. */
export const routingEn = {
  'route-no-way': {
    message: (p) => `The route to ${p.to} says neither through which gateway nor through which interface`,
    suggestion: () => 'Add “via” with the gateway’s address.',
  },
  'route-host-bits': {
    message: (p) => `${p.text} is an address in a network, not a network`,
    suggestion: (p) => `Write ${p.network} for the network, or ${p.single} for this one address.`,
  },
  'route-zero-prefix': {
    message: (p) => `${p.text} means everywhere`,
    suggestion: () => 'Write “default”.',
  },
  'route-special': {
    message: (p) => `There cannot be a route to ${p.text}: it is a loopback, multicast or reserved range`,
    suggestion: () => 'Choose the network that is to be reached, or “default”.',
  },
  'route-mixed-families': {
    message: (p) => `A route to ${p.to} cannot go via ${p.via}: one is IPv4, the other IPv6`,
    suggestion: () => 'Use a gateway of the same family.',
  },
  'route-dev-unknown': {
    message: (p) => `${p.node} has no interface ${p.dev}`,
    suggestion: (p) => (p.near ? `Did you mean ${p.near}?` : 'Leave “dev” out, or draw the link.'),
  },
  'route-dev-is-port': {
    message: (p) => `${p.dev} is a port of ${p.bridge}; packets are not routed through a port`,
    suggestion: (p) => `Use ${p.bridge}.`,
  },
  'route-dev-down': {
    message: (p) => `The route to ${p.to} needs ${p.dev} in ${p.node}, which is drawn as down`,
    suggestion: (p) => `Switch ${p.dev} on, or remove the route.`,
  },
  'gateway-own-address': {
    message: (p) => `${p.node} would send to itself: the gateway ${p.via} is its own address`,
    suggestion: () => 'Use the address of the next router.',
  },
  'gateway-special': {
    message: (p) => `${p.via} cannot be a gateway`,
    suggestion: () => 'Use the address of a router in a network that this node is connected to.',
  },
  'gateway-not-host': {
    message: (p) => `The gateway ${p.via} is the network or broadcast address of ${p.network}`,
    suggestion: () => 'Use the address of a router in that network.',
  },
  'gateway-link-local': {
    message: (p) => `The gateway ${p.via} is link-local, which says nothing without an interface`,
    suggestion: () => 'Add “dev”.',
  },
  'gateway-not-connected': {
    message: (p) => `${p.node} is not connected to any network with the gateway ${p.via}`,
    suggestion: (p) => {
      if (p.single) return `Give ${p.single} the prefix length of its network: with /${p.bits} it has no neighbours.`
      return p.networks
        ? `Use a gateway in ${p.networks}, or give an interface an address next to it.`
        : `Give ${p.node} an address first.`
    },
  },
  'gateway-nobody': {
    message: (p) => `Nobody on the link has the gateway’s address ${p.via}`,
    suggestion: (p) => (p.near ? `${p.owner} has ${p.near}: is that the one?` : 'Give that address to the router.'),
  },
  'gateway-does-not-forward': {
    message: (p) => `${p.node} sends through ${p.owner} (${p.via}), which does not forward`,
    suggestion: (p) => `Switch forwarding on in ${p.owner}.`,
  },
  'duplicate-route': {
    message: (p) => `${p.node} has two routes to ${p.to} with the same metric`,
    suggestion: () => 'Remove one, or give it another metric.',
  },
  'route-shadows-connected': {
    message: (p) => `${p.to} is directly connected through ${p.dev}; this route would replace that`,
    suggestion: () => 'Remove the route: the kernel makes it by itself, from the address.',
  },
  'nat-host-bits': {
    message: (p) => `${p.text} is an address in a network, not a network`,
    suggestion: (p) => `Write ${p.network} for the network, or ${p.single} for this one address.`,
  },
  'nat-mixed-families': {
    message: () => 'The rule mixes IPv4 and IPv6',
    suggestion: () => 'Make one rule for each family.',
  },
  'nat-interface-unknown': {
    message: (p) => `${p.node} has no interface ${p.name}`,
    suggestion: (p) => (p.near ? `Did you mean ${p.near}?` : 'Leave it out, or draw the link.'),
  },
  'nat-interface-is-port': {
    message: (p) => `${p.name} is a port of ${p.bridge}; routed packets enter and leave through ${p.bridge}`,
    suggestion: (p) => `Use ${p.bridge}.`,
  },
  'nat-heard-twice': {
    message: (p) =>
      `${p.other} in ${p.node} hears the same network as ${p.name} and answers ARP for its address, so packets may come in there, past this rule`,
    suggestion: (p) => `Put ${p.other} on another node, or match by “destination” instead of “in”.`,
  },
  'nat-source-unknown': {
    message: (p) => `No network of the lab lies in ${p.source}, so the rule would never match`,
    suggestion: (p) =>
      p.networks ? `${p.node} is connected to ${p.networks}.` : 'Compare it with the addresses of those who are to be hidden.',
  },
  'nat-repeated': {
    message: (p) => `${p.node} has this rule already; no packet ever comes to the second one`,
    suggestion: () => 'Remove it.',
  },
  'nat-not-forwarding': {
    message: (p) => `${p.node} has NAT rules and does not forward, so they only matter for its own packets`,
    suggestion: (p) => `Switch forwarding on in ${p.node}.`,
  },
  'snat-foreign-address': {
    message: (p) => `${p.node} does not have the address ${p.to}, so answers will not come back to it`,
    suggestion: (p) => (p.own ? `Use one of its own: ${p.own}.` : 'Use one of its own addresses.'),
  },
  'bad-port': {
    message: (p) => `“${p.text}” does not end in a port`,
    suggestion: () => 'Write ADDRESS:PORT with a port from 1 to 65535; IPv6 as [ADDRESS]:PORT.',
  },
  'nat-special': {
    message: (p) => `${p.text} cannot be used here: it is a loopback, multicast or reserved address`,
    suggestion: () => 'Use the address of a node in the lab.',
  },
  'dnat-target-unknown': {
    message: (p) => `Nobody in the lab has the address ${p.address}`,
    suggestion: () => 'Use the address of the node that is to be reached.',
  },
  'duplicate-dnat': {
    message: (p) => `${p.node} has two rules for ${p.protocol} port ${p.port}`,
    suggestion: () => 'Remove one, or tell them apart by “in” or “destination”.',
  },
  'dnat-shadowed': {
    message: (p) => `An earlier rule takes all of ${p.protocol} port ${p.port}, so this one never matches`,
    suggestion: () => 'Put the narrower rule first.',
  },
} satisfies Record<string, Words>
