import type { Words } from '../words'

/** Packet filters, English. */
export const filterEn = {
  'filter-forward-unused': {
    message: (p) => `${p.node} does not forward, so nothing ever comes to its chain “forward”`,
    suggestion: (p) => `Switch forwarding on in ${p.node}, or use “input” for what is meant for ${p.node} itself.`,
  },
  'filter-shadowed': {
    message: (p) => `Rule ${p.number} decides about everything that this one would match, so nothing ever comes to it`,
    suggestion: () => 'Put the narrower rule first, or remove one of the two.',
  },
  'filter-port-alone': {
    message: (p) => `Port ${p.port} says nothing without TCP or UDP`,
    suggestion: () => 'Set the protocol to tcp or udp.',
  },
  'filter-wrong-direction': {
    message: (p) =>
      p.chain === 'input'
        ? '“out” cannot match in the chain “input”: what ends here goes out nowhere'
        : '“in” cannot match in the chain “output”: what starts here has come in nowhere',
    suggestion: (p) => `Leave “${p.field}” out, or move the rule to “forward”.`,
  },
  'filter-no-answers': {
    message: (p) =>
      `The chain “${p.chain}” of ${p.node} drops what no rule lets through, and none lets the answers of open connections through: whatever asks first waits in vain`,
    suggestion: () => 'Add a rule that accepts the states established and related, as the first one.',
  },
  'filter-host-cut-off': {
    message: (p) =>
      p.chain === 'input'
        ? 'The host itself is to drop what no rule lets in: on a computer that others reach over the network, they are cut off, and perhaps you with them'
        : 'The host itself is to drop what no rule lets out: on a computer that is used over the network, its answers no longer get out',
    suggestion: () =>
      'Make sure that a rule lets you through before this is applied to a real computer; in a sandbox it does no harm.',
  },
  'filter-no-discovery': {
    message: (p) =>
      `The chain “${p.chain}” of ${p.node} drops IPv6 neighbour discovery, which belongs to no connection: nobody on its networks finds anybody`,
    suggestion: () => 'Add a rule that accepts the protocol icmpv6, in every state.',
  },
} satisfies Record<string, Words>
