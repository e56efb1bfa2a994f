import type { Words } from '../words'

/** Interfaces of the computer as ports of a bridge, English. */
export const nicsEn = {
  'nic-not-on-host': {
    message: (p) => `${p.name} in ${p.node} names a bridge, and only an interface of the host can be a port by name`,
    suggestion: (p) => `Draw a link from ${p.node} to ${p.bridge}.`,
  },
  'nic-is-end': {
    message: (p) => `${p.name} is the end of a link, so it is not an interface that the computer has already`,
    suggestion: (p) => `Draw the link to ${p.bridge}, or take “bridge” away.`,
  },
  'nic-is-loopback': {
    message: () => 'lo cannot be a port of a bridge',
    suggestion: () => 'Name an interface that leads out of this computer.',
  },
  'nic-no-bridge': {
    message: (p) => `${p.name} is to be a port of ${p.bridge}, and the lab has no such bridge`,
    suggestion: (p) => (p.similar ? `Did you mean ${p.similar}?` : `Draw the bridge ${p.bridge} on the host.`),
  },
  'nic-bridge-elsewhere': {
    message: (p) => `${p.name} is an interface of the host, and ${p.bridge} lives in ${p.on}`,
    suggestion: () => 'A bridge takes ports of its own namespace only: name one that lives on the host.',
  },
  'nic-keeps-own': {
    message: (p) => `${p.name} keeps what it has on the computer: what else is written here is not used`,
    suggestion: (p) => `Its addresses move to ${p.bridge} by themselves; set the MTU and the like where the computer is set up.`,
  },
  'nic-needs-bridge': {
    message: (p) => `${p.name} is an interface of the computer, and only a bridge takes one as its port`,
    suggestion: () => 'Name a bridge that lives on the host, or draw one first.',
  },
  'nic-in-sandbox': {
    message: (p) => `A sandbox has no interface ${p.name}: it holds only what the lab draws`,
    suggestion: () => 'Apply this lab to this computer itself (machine “host”), or draw a link in its place.',
  },
  'nic-missing': {
    message: (p) => `This computer has no interface ${p.name}`,
    suggestion: () => 'ip link shows which it has.',
  },
  'nic-ours': {
    message: (p) => `${p.name} was made by a lab, and is not an interface of the computer’s own`,
    suggestion: () => 'Name an interface that leads out of this computer.',
  },
  'nic-taken': {
    message: (p) => `${p.name} is a port of ${p.master} already, and this lab did not make it so`,
    suggestion: () => 'Name another interface, or take it out of there first.',
  },
} satisfies Record<string, Words>
