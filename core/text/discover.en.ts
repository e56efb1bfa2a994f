import type { Words } from './words'

/** What a drawing of a machine cannot show as it is, English. `zh` has the same keys: the compiler holds the two together. */
export const discoverEn = {
  'discover-renamed': {
    message: (p) => `“${p.name}” is called “${p.to}” here: a lab cannot have the other name, or has it already`,
    suggestion: () => 'In a lab, nodes share one set of names, a bridge’s counting as its interface’s too.',
  },
  'discover-unnamed': {
    message: (p) => `This namespace has no name of its own; it is that of process ${p.pid} (${p.process})`,
    suggestion: (p) => `It lives as long as its processes do. To look inside: nsenter --net=/proc/${p.pid}/ns/net.`,
  },
  'discover-many-names': {
    message: (p) => `${p.name} has other names too: ${p.others}`,
    suggestion: () => 'One namespace can be mounted under several names; they are all the same.',
  },
  'discover-idle': {
    message: (p) => `${p.name} (${p.kind}) is not drawn: it is down, without an address, and used by nothing`,
    suggestion: () => 'The kernel makes some such interfaces by itself. Nothing needs to be done.',
  },
  'discover-master': {
    message: (p) => `${p.name} belongs to ${p.master}, which is no bridge`,
    suggestion: () => 'A lab has bridges; bonds, teams and VRFs it cannot hold. The interface is drawn on its own.',
  },
  'discover-peer-unknown': {
    message: (p) => `The other end of ${p.name} is in a namespace that cannot be seen`,
    suggestion: () => 'Look as root to see the namespaces of all processes. Until then the interface is drawn without its link.',
  },
  'discover-nic-port': {
    message: (p) => `${p.name} is an interface of the machine itself, and a port of ${p.bridge}`,
    suggestion: () => 'In a lab it goes there with its addresses and the routes through it, on this computer only.',
  },
  'discover-container-shares': {
    message: (p) => `${p.others} have the network of ${p.name}, which stands for all of them`,
    suggestion: () => 'Containers that share a network have one namespace, with one set of interfaces.',
  },
  'discover-container-host': {
    message: (p) => `The containers ${p.names} have the network of this computer itself`,
    suggestion: () => 'They see its interfaces and can be attached to nothing else.',
  },
  'discover-nic': {
    message: (p) => `${p.name} is an interface of the machine itself, and is drawn without a link`,
    suggestion: () => 'In a lab of your own, draw what lies beyond it as a namespace, and link the two.',
  },
  'discover-kind': {
    message: (p) => `${p.name} is of the kind ${p.kind}, which a lab cannot hold; it is drawn as an interface without a link`,
    suggestion: () => 'Labs have veth pairs and bridges. Replace it by a link where the lab is to be applied.',
  },
  'discover-too-many': {
    message: (p) =>
      `${p.count} ${{ addresses: 'addresses', routes: 'routes', rules: 'NAT rules', neighbours: 'neighbours' }[p.what ?? ''] ?? 'nodes'} are more than a lab holds (${p.max})`,
    suggestion: () => 'The rest is left out.',
  },
  'discover-unfit': {
    message: (p) => `Nothing is drawn: ${p.path} would be more than a lab can hold`,
    suggestion: () => 'Remove or shorten it on the machine, and look again.',
  },
  'discover-multipath': {
    message: (p) => `One more way to ${p.to}, by ${p.via}, is left out: a lab has one next hop for each destination and metric`,
    suggestion: () => 'Give the second way a metric of its own.',
  },
  'discover-half-forwarding': {
    message: (p) => `${p.name} forwards ${p.family} alone; in a lab, forwarding is for both`,
    suggestion: () => 'Applied, the lab turns it on for the other too.',
  },
  'discover-filter': {
    message: (p) =>
      `${p.count} ${p.count === 1 ? 'rule or policy' : 'rules and policies'} that filter, mark or route packets are not in the lab`,
    suggestion: () => 'What they block, the lab lets through. nft list ruleset and iptables-save show them.',
  },
  'discover-xtables': {
    message: (p) => `The table ${p.table} was written by iptables, and the program that could read it is not installed`,
    suggestion: () => 'Install it: apt-get install iptables.',
  },
  'discover-closed': {
    message: (p) =>
      p.count === 1
        ? `The namespace ${p.names} is there, and only root may look inside`
        : `${p.count} namespaces are there, and only root may look inside: ${p.names}`,
    suggestion: () => 'Look as root: sudo netloom discover.',
  },
  'discover-hidden-processes': {
    message: (p) => `Of ${p.count} ${p.count === 1 ? 'process' : 'processes'} of others, only root may see the namespace`,
    suggestion: () => 'Look as root: sudo netloom discover.',
  },
  'discover-hidden-names': {
    message: (p) => `The names of namespaces cannot be read: ${p.words}`,
    suggestion: () => 'Look as root (sudo netloom discover), or let everybody read the folder: sudo chmod 755 /run/netns.',
  },
  'discover-hidden-rules': {
    message: (p) => `The packet rules cannot be read: ${p.words}`,
    suggestion: () => 'Look as root: sudo netloom discover.',
  },
} satisfies Record<string, Words>

export type DiscoverCode = keyof typeof discoverEn
