import type { Words } from '../words'

/** Names and the shape of the drawing, English. */
export const drawingEn = {
  'bad-node-name': {
    message: (p) => `“${p.name}” cannot be the name of a node`,
    suggestion: () => 'Use letters, digits, “-”, “_” and “.”, starting with a letter or digit, at most 63 bytes.',
  },
  'bad-interface-name': {
    message: (p) => `“${p.name}” cannot be the name of an interface`,
    suggestion: () => 'Use 1 to 15 bytes: letters, digits and “-_.@~”, not starting with “-”, and not “all” or “default”.',
  },
  'bad-bridge-name': {
    message: (p) => `“${p.name}” cannot be the name of a bridge, which is also an interface`,
    suggestion: () => 'Use 1 to 15 bytes: letters, digits and “-_.”, and not “lo”, “all” or “default”.',
  },
  'bad-lab-name': {
    message: (p) => `“${p.name}” cannot be the name of a lab`,
    suggestion: () => 'Use lower-case letters, digits and “-”, starting with a letter or digit, at most 40 characters.',
  },
  'host-kind': {
    message: () => 'The node “host” is the machine itself and cannot be anything else',
    suggestion: () => 'Write “kind: host”, or give this node another name.',
  },
  'host-name': {
    message: (p) => `“${p.node}” has the kind host, but the machine’s own node is called “host”`,
    suggestion: () => 'Call it “host”, or make it a namespace.',
  },
  'duplicate-node-id': {
    message: (p) => `“${p.node}” and “${p.other}” have the same id “${p.id}”`,
    suggestion: (p) => `Give “${p.node}” another id; without one, its id is its name.`,
  },
  'names-differ-in-case': {
    message: (p) => `“${p.name}” and “${p.other}” differ only in upper and lower case`,
    suggestion: () => 'The kernel tells them apart, people may not: rename one.',
  },
  'duplicate-interface': {
    message: (p) => `${p.netns} has two interfaces called “${p.name}”: on ${p.node} and on ${p.other}`,
    suggestion: () => 'A name is unique in its namespace, bridges and their ports included: rename one.',
  },
  'loopback-endpoint': {
    message: (p) => `A link cannot end at lo in ${p.node}: lo is the loopback interface, which every namespace has already`,
    suggestion: () => 'Give the end another name, such as eth0.',
  },
  'interface-without-link': {
    message: (p) => `${p.name} in ${p.node} has no link, so it would not exist`,
    suggestion: (p) => `Draw a link to ${p.node}:${p.name}, or remove the interface.`,
  },
  'unknown-node': {
    message: (p) => `The link ends at “${p.node}”, which is not in the lab`,
    suggestion: (p) => (p.near ? `Did you mean “${p.near}”?` : 'Draw the node, or remove the link.'),
  },
  'endpoint-used-twice': {
    message: (p) => `${p.node}:${p.name} is an end of two links`,
    suggestion: () => 'An interface has one peer: give one of the two ends another name.',
  },
  'link-on-one-bridge': {
    message: (p) => `Both ends of the link are ports of ${p.bridge}, which is a loop`,
    suggestion: () => 'Join one end to another node.',
  },
  'bridge-ring': {
    message: (p) => `This link closes a ring of bridges (${p.bridges}), in which frames would circle for ever`,
    suggestion: () => 'Remove one link of the ring, or switch STP on at one of the bridges.',
  },
  'bridge-as-port': {
    message: (p) => `${p.name} is itself a bridge, and a bridge cannot be a port of ${p.bridge}`,
    suggestion: (p) => `Join the two bridges with a link: ${p.bridge} to ${p.name}.`,
  },
  'on-unknown': {
    message: (p) => `${p.bridge} is on “${p.on}”, which is not in the lab`,
    suggestion: (p) => (p.near ? `Did you mean “${p.near}”?` : 'Put it on host, or draw that namespace.'),
  },
  'on-itself': {
    message: (p) => `${p.bridge} cannot be inside itself`,
    suggestion: () => 'Put it on host or on a namespace.',
  },
  'on-bridge': {
    message: (p) => `${p.bridge} is on ${p.on}, which is a bridge; a bridge lives in a namespace`,
    suggestion: (p) => `Put it on ${p.netns}, where ${p.on} lives, and join the two with a link.`,
  },
  'layout-unknown-node': {
    message: (p) => `There is a position for “${p.node}”, which is not in the lab`,
    suggestion: () => 'Remove the position.',
  },
} satisfies Record<string, Words>
