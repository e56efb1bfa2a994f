import type { Words } from '../words'

/** Why an edit is refused, English. */
export const editingEn = {
  'name-taken': {
    message: (p) => `“${p.name}” is taken`,
    suggestion: () => 'Choose another name.',
  },
  'no-such-element': {
    message: (p) => `${p.name} is not in the lab any more`,
    suggestion: () => 'Someone may have removed it; look again.',
  },
  'host-stays': {
    message: () => 'The host is the machine itself: it cannot be renamed, removed or copied',
    suggestion: () => 'Choose other nodes.',
  },
  'edit-join-itself': {
    message: (p) => `${p.node} cannot be joined to itself`,
    suggestion: () => 'Draw the link to another node.',
  },
  'not-an-interface-of-its-own': {
    message: (p) => `${p.name} cannot be renamed here`,
    suggestion: () => 'lo keeps its name; a bridge’s own interface is renamed with the bridge.',
  },
  'nat-no-network': {
    message: (p) => `${p.node} has no address, so there is no network to hide`,
    suggestion: (p) => `Give ${p.node} an address first.`,
  },
  'nat-no-target': {
    message: (p) => `${p.node} has no address to forward to`,
    suggestion: (p) => `Give ${p.node} an address first.`,
  },
  'nat-on-bridge': {
    message: (p) => `${p.node} is a bridge and has no NAT rules of its own`,
    suggestion: (p) => `Draw from ${p.netns}, where it lives.`,
  },
  'nothing-selected': {
    message: () => 'There is nothing to do this with',
    suggestion: () => 'Select something first.',
  },
} satisfies Record<string, Words>
