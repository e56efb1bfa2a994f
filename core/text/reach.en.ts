type Params = Record<string, string | number>
type Words = { message: (p: Params) => string; suggestion: (p: Params) => string }

/** Where a rule of others stands. */
const place = (p: Params) => `rule ${p.at} of the chain “${p.chain}” of the table “${p.table}”`
const look = (p: Params) =>
  `See it in ${p.netns} with “${p.see}”. Netloom leaves rules that it did not make as they are: change it there.`

/** Why a packet or its answer ends on the way, English. `zh` has the same keys. */
export const reachEn = {
  'no-namespace': {
    message: (p) => `${p.netns} does not exist on the machine`,
    suggestion: () => 'Apply the lab first.',
  },
  'no-route': {
    message: (p) => `${p.netns} has no route to ${p.to}`,
    suggestion: (p) => `Add a route in ${p.netns} whose gateway is on a network that it is connected to, or a default route.`,
  },
  'route-needs-up': {
    message: (p) => `${p.netns} has no route to ${p.to}: ${p.dev}, which is on that network, is down`,
    suggestion: (p) => `Bring ${p.dev} in ${p.netns} up.`,
  },
  'no-source': {
    message: (p) => `${p.netns} has no address to send from on ${p.dev}`,
    suggestion: (p) => `Give ${p.dev} in ${p.netns} an address.`,
  },
  'interface-down': {
    message: (p) => `${p.dev} in ${p.where} is down`,
    suggestion: (p) => `Bring ${p.dev} in ${p.where} up.`,
  },
  'no-carrier': {
    message: (p) => `${p.dev} in ${p.where} has no carrier`,
    suggestion: () => 'Look at the other end of the veth pair: it has to be up too.',
  },
  'bridge-down': {
    message: (p) => `the bridge ${p.dev} is down, so it passes nothing between its ports`,
    suggestion: (p) => `Bring ${p.dev} up.`,
  },
  'port-not-forwarding': {
    message: (p) => `the bridge port ${p.dev} is ${p.state}, not forwarding`,
    suggestion: () => 'With STP a port listens and learns for about 30 seconds before it forwards.',
  },
  'no-neighbour': {
    message: (p) => `nobody on ${p.netns}’s network behind ${p.dev} answers for ${p.next}`,
    suggestion: (p) => `Check that a node on this network has ${p.next}, and that its prefix length fits.`,
  },
  'forwarding-off': {
    message: (p) => `${p.netns} received the packet for ${p.to}, but does not forward`,
    suggestion: (p) => `Turn forwarding on in ${p.netns}.`,
  },
  'filter-drop': {
    message: (p) => `rule ${p.rule} of the chain “${p.chain}” in ${p.netns} drops the packet for ${p.to}`,
    suggestion: (p) => `Put a rule that accepts it before rule ${p.rule}, or change that one.`,
  },
  'filter-reject': {
    message: (p) => `rule ${p.rule} of the chain “${p.chain}” in ${p.netns} refuses the packet for ${p.to}, and tells the sender`,
    suggestion: (p) => `Put a rule that accepts it before rule ${p.rule}, or change that one.`,
  },
  'filter-policy': {
    message: (p) =>
      `no rule of the chain “${p.chain}” in ${p.netns} lets the packet for ${p.to} through, and its policy is to drop`,
    suggestion: (p) =>
      `Add a rule to “${p.chain}” that accepts it; answers are let through by the states established and related.`,
  },
  'foreign-drop': {
    message: (p) => `a rule in ${p.netns} that Netloom did not make drops the packet for ${p.to}: “${p.rule}” (${place(p)})`,
    suggestion: (p) => look(p),
  },
  'foreign-reject': {
    message: (p) =>
      `a rule in ${p.netns} that Netloom did not make refuses the packet for ${p.to}, and tells the sender: “${p.rule}” (${place(p)})`,
    suggestion: (p) => look(p),
  },
  'foreign-policy': {
    message: (p) =>
      `no rule of the chain “${p.chain}” of the table “${p.table}” in ${p.netns}, which Netloom did not make, lets the packet for ${p.to} through, and its policy is to drop`,
    suggestion: (p) => look(p),
  },
  'foreign-may-stop': {
    message: (p) =>
      `the packet for ${p.to} may be stopped in ${p.netns} by a rule that Netloom does not understand in full: “${p.rule}” (${place(p)})`,
    suggestion: (p) => look(p),
  },
  'foreign-may-policy': {
    message: (p) =>
      `the packet for ${p.to} may be stopped in ${p.netns} by the policy of the chain “${p.chain}” of the table “${p.table}”, which is to drop: Netloom does not understand in full the rules that could let it through`,
    suggestion: (p) => look(p),
  },
  'foreign-may-more': {
    message: (p) =>
      `the packet for ${p.to} may be stopped in ${p.netns} by the chain “${p.chain}” of the table “${p.table}”, which has ${p.more} more rules than Netloom reads`,
    suggestion: (p) => look(p),
  },
  'foreign-may-table': {
    message: (p) =>
      `the packet for ${p.to} may be stopped in ${p.netns} by the table “${p.table}”, whose rules Netloom does not read`,
    suggestion: (p) => look(p),
  },
  'foreign-may-translate': {
    message: (p) =>
      `the addresses of the packet for ${p.to} may be changed in ${p.netns} by a rule that Netloom does not understand in full: “${p.rule}” (${place(p)})`,
    suggestion: (p) => look(p),
  },
  'answer-astray': {
    message: (p) => `it goes to ${p.to}, which is ${p.netns}, and that did not ask`,
    suggestion: () => 'Look at the NAT on the way, which gave the request this source, and for a second holder of the address.',
  },
  loop: {
    message: (p) => `the packet for ${p.to} goes in circles`,
    suggestion: () => 'Two routers send it to each other: check their routes.',
  },
} satisfies Record<string, Words>

export type StopCode = keyof typeof reachEn

/** Before the reasons, on the command line. */
export const reachWordsEn = { known: 'By the kernel’s own tables:' }

/** Put before the message when the answer, not the request, ends there. */
export const replyEn = (message: string) => `The request arrives, but its answer does not: ${message}`

/** Put before the message when it is the answer that may end there. */
export const replyMayEn = (message: string) => `Of the answer: ${message}`
