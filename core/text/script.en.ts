import type { FilterChainName } from '../lab/filter-schema'
import type { FilterOpRule, NatOpRule } from '../plan/ops'

/** What stands before a rule's own words. */
function outwards(rule: Extract<NatOpRule, { type: 'masquerade' | 'snat' }>): string {
  const from = rule.source === undefined ? 'Whatever' : `What ${rule.source} sends`
  const out = rule.out === undefined ? 'goes out' : `goes out of ${rule.out}`
  const except = rule.except.length === 0 ? '' : ` (but not to ${rule.except.join(', ')})`
  return `${rule.source === undefined ? `${from} ${out}` : `${from} and ${out}`}${except}`
}

/** What a filter rule does, in a sentence. */
function filterRuleWords(rule: FilterOpRule): string {
  const { protocol, port, source, destination, in: from, out, state, action, family } = rule
  const kind = protocol === undefined ? (family === 'any' ? 'Whatever' : `IPv${family} that`) : `${protocol.toUpperCase()} that`
  const parts = [
    source === undefined ? '' : ` ${source} sends`,
    destination === undefined ? '' : ` for ${destination}`,
    port === undefined ? '' : ` on port ${port}`,
    from === undefined ? '' : ` coming in by ${from}`,
    out === undefined ? '' : ` going out of ${out}`,
    state.length === 0 ? '' : ` in a connection that is ${state.join(' or ')}`,
  ].join('')
  const done = { accept: 'is let through', drop: 'is dropped', reject: 'is refused, and the sender is told' }[action]
  return `${kind}${parts === '' ? ' comes' : parts} ${done}.`
}

/** The comments and messages of an exported script, English. Comments are one line each. */
export const scriptEn = {
  usage: 'usage',
  up: 'make the network; run it again to repair it',
  down: 'remove it',
  status: 'show it',
  needs: (tools: string) => `It needs bash, ${tools} and root, and nothing else.`,
  helpers: 'Helpers. "host" stands for this machine\'s own network.',
  insideHelp: 'inside NETNS COMMAND...: runs a command in a namespace.',
  hasNetns: 'has_netns NAME: whether a namespace exists.',
  hasLink: 'has_link NETNS NAME: whether an interface exists in a namespace.',
  freeNetns: 'free_netns NAME...: stops if one of the namespaces exists already.',
  freeLinks: 'free_links NAME...: stops if the host has one of the interfaces already.',
  dropNetns: 'drop_netns NAME...: deletes those of the namespaces that are there.',
  dropLink: 'drop_link NETNS NAME: deletes an interface, if it is there; with one end of a veth pair the other end goes too.',
  remember: 'remember KEY: notes a setting of this machine before its first change, so that "down" can put it back.',
  restore: 'restore KEY: puts a setting back.',
  keepRoute: 'keep_route CONTAINER 4|6 TO METRIC: notes the route whose place another one takes.',
  keepSetting: 'keep_setting CONTAINER KEY: notes a setting of a container before its first change.',
  giveBack: 'give_back CONTAINER: puts back what was noted, unless the container was started again since.',
  giveBackNow: 'Give the containers back the routes and settings that they had.',
  addRule: 'add_rule NETNS PROGRAM TABLE CHAIN RULE...: appends a rule, unless it is there already.',
  dropRule: 'drop_rule NETNS PROGRAM TABLE CHAIN RULE...: deletes a rule, if it is there.',
  addChain: 'add_chain NETNS PROGRAM CHAIN: makes a chain of our own in the nat table, empty.',
  dropChain: 'drop_chain NETNS PROGRAM CHAIN: deletes a chain of our own, if it is there.',
  serviceRuns: 'service_runs ID PROGRAM: whether a program that this script started still runs.',
  startService: 'start_service ID PROGRAM COMMAND...: starts a program in the background, unless it runs.',
  stopService: 'stop_service ID PROGRAM: ends it, if it runs.',
  clientHook: 'client_hook: writes what a DHCP client calls to set what it was given.',
  noExec: 'Where no program may be started from /run, this folder becomes a small file system of its own.',
  stopServices: 'DHCP clients give their addresses back, then the servers end.',
  policyNote:
    'policy_note NETNS PROGRAM CHAIN: the file that a policy is noted in; a container that was started again has another one.',
  setPolicy:
    'set_policy NETNS PROGRAM CHAIN POLICY: what becomes of a packet that no rule of a chain decides; notes how it was before.',
  restorePolicy: 'restore_policy NETNS PROGRAM CHAIN: puts the policy back that was noted, if the namespace is still there.',
  firstTime: 'The first time, nothing may be in the way: what somebody else made is never touched.',
  stages: {
    namespaces: 'Namespaces: each is a network stack of its own, with its own interfaces, routes and rules.',
    bridges:
      'Bridges: each is a switch made of software. Its own interface, of the same name, joins the network that it lives in.',
    links: 'Links: each is a veth pair, a cable with two ends. What enters one end leaves the other.',
    details: 'How the interfaces differ from what the kernel would choose.',
    ports: 'Ports: the ends of cables that are plugged into a bridge.',
    addresses: 'Addresses. Each also brings a route to its own network.',
    up: 'Interfaces are born down; here they come up.',
    nics: 'Interfaces of this machine become ports of a bridge, and what they carry moves there.',
    routes: 'Routes to networks that are not next door.',
    neighbours: 'Neighbours whose MAC is written down: nobody is asked for it.',
    forwarding:
      'Forwarding: whether packets pass through from one interface to another. A new namespace may inherit either, so it is written.',
    nat: 'Rules for packets: which are translated, and which are let through.',
    services: 'DHCP: servers first, then the clients that ask them. They run until "down".',
    portsUp: 'Ports come up late: until then, no traffic troubles a bridge that is still being built.',
    bridgesUp: 'Bridges come up once all of their ports are: from here on, what is plugged in can talk.',
  },
  bridgeNetfilter: [
    'If a rule here never matches: with br_netfilter loaded (Docker and Kubernetes load it), what a bridge passes on meets the',
    'rules as well, before it comes in at the interface that a rule names. This turns that off, if nothing else needs it:',
  ],
  removeRules: 'Rules and settings outside the namespaces.',
  moveNic: 'move_nic NIC BRIDGE: makes an interface a port; its addresses and the routes through it go to the bridge.',
  returnNic: 'return_nic NIC BRIDGE: takes it out again, and gives it back what it had.',
  carry:
    'carry FROM TO: moves the addresses and routes that are listed on standard input, so that one of the two always has them.',
  returnNics: 'Interfaces of this machine get back what they had.',
  removeLinks: 'Links before namespaces: a namespace takes its time to go, and its links would linger.',
  attachHelp: 'Gives the network namespace of a running container a name.',
  attach: 'the containers, which have to run already',
  detach: 'Take the names of the containers’ namespaces away. The containers go on.',
  removeNetns: 'Namespaces, with all that is left in them.',
  host: 'this machine',
  rule: {
    masquerade: (rule: Extract<NatOpRule, { type: 'masquerade' }>) =>
      `${outwards(rule)} leaves with the address of the interface that it goes out of.`,
    snat: (rule: Extract<NatOpRule, { type: 'snat' }>) => `${outwards(rule)} leaves with the address ${rule.to}.`,
    dnat: (rule: Extract<NatOpRule, { type: 'dnat' }>) =>
      `What comes in${rule.in === undefined ? '' : ` by ${rule.in}`}${rule.destination === undefined ? '' : ` for ${rule.destination}`} on ${rule.protocol} port ${rule.port} goes to ${rule.to}${rule.toPort === undefined ? '' : ` port ${rule.toPort}`}.`,
  },
  filter: {
    chain: (chain: FilterChainName, policy: 'accept' | 'drop') =>
      `What ${{ input: 'comes to this network itself', forward: 'passes through', output: 'starts here' }[chain]}, if no rule decides, is ${policy === 'drop' ? 'dropped' : 'let through'}.`,
    rule: filterRuleWords,
  },
  errors: {
    root: 'this needs root: run it with sudo',
    tool: 'is missing: install',
    taken: 'exists already, and this script did not make it; nothing was changed',
    notUp: 'is not up; there is nothing to remove',
  },
  isUp: 'is up',
  isDown: 'is removed',
}

export type ScriptWords = typeof scriptEn
