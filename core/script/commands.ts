import { containerOf, isContainerNetns } from '../lab/container'
import { HOST } from '../lab/ids'
import { natChain } from '../plan/nat'
import type { FilterOpChain, Op } from '../plan/ops'
import type { Step } from '../plan/plan'
import { LINK_GROUP, natTable, ownerAlias, ROUTE_PROTOCOL } from '../state/owner'
import type { Owner } from '../state/state'
import { iptablesChain, iptablesRules } from './iptables'
import { builtinChain, FILTER_PROGRAMS, iptablesFilterRules } from './iptables-filter'
import { NAT_CHAINS, nftChainText, nftRuleText } from './nft'
import { nftFilterChainText, nftFilterText } from './nft-filter'
import { serviceCommand, serviceFolder, serviceId } from './services'
import { shellWord } from './shell'

const BOOT = 3

/** How rules for packets are written. */
export type NatDialect = 'nft' | 'iptables'

export interface CommandOptions {
  dialect: NatDialect
  /** With the marks of ownership (group, alias, route protocol), as the agent sets them; without, as a person would type it. */
  marks: boolean
  /** The lab's name, for the marks. */
  lab: string
  /** Whether rules of the lab's are there already, whose place the new ones take. */
  replaces?: boolean
}

/** The commands of a plan's step. */
export function commandsOfStep({ op, action }: Pick<Step, 'op' | 'action'>, options: CommandOptions): string[] {
  return commandsOf(op, { ...options, replaces: action === 'change' })
}

/** The number of a process in a container, as a word for the shell. */
function processIn(netns: string): string {
  const { engine, name } = containerOf(netns)
  return engine === 'pid' ? name : `"$(${engine} inspect -f '{{.State.Pid}}' ${shellWord(name)})"`
}

/** The word that `ip link … netns` takes: a name, or the number of a process inside. */
function netnsWord(netns: string): string {
  return isContainerNetns(netns) ? processIn(netns) : shellWord(netns)
}

/** The `ip` command in a namespace. */
function ip(netns: string, family?: 4 | 6): string {
  const six = family === 6 ? ' -6' : ''
  if (isContainerNetns(netns)) return `${inside(netns)}ip${six}`
  return netns === HOST ? `ip${six}` : `ip${six} -n ${shellWord(netns)}`
}

/** A prefix that runs any program in a namespace. */
export function inside(netns: string): string {
  if (isContainerNetns(netns)) return `nsenter --target ${processIn(netns)} --net `
  return netns === HOST ? '' : `ip netns exec ${shellWord(netns)} `
}

type VethEnd = Extract<Op, { op: 'veth-add' }>['ends'][number]
const group = (options: CommandOptions) => (options.marks ? ` group ${LINK_GROUP}` : '')

function alias(netns: string, name: string, owner: Owner, options: CommandOptions): string[] {
  if (!options.marks) return []
  return [`${ip(netns)} link set dev ${shellWord(name)} alias ${shellWord(ownerAlias(owner))}`]
}

function birth(end: VethEnd, options: CommandOptions): string {
  const mac = end.mac === undefined ? '' : ` address ${end.mac}`
  const mtu = end.mtu === undefined ? '' : ` mtu ${end.mtu}`
  return `${shellWord(end.name)}${mac}${mtu}${group(options)}`
}

function vethAdd(op: Extract<Op, { op: 'veth-add' }>, options: CommandOptions): string[] {
  const [a, b] = op.ends
  // The end that is on the host, if one is, stands first: that is how it is taught, and `netns` then says where the peer goes.
  const [first, second] = b.netns === HOST && a.netns !== HOST ? [b, a] : [a, b]
  const inOne = first.netns === second.netns
  const create =
    inOne || first.netns === HOST
      ? `${ip(first.netns)} link add name ${birth(first, options)} type veth peer name ${birth(second, options)}`
      : `ip link add name ${birth(first, options)} netns ${netnsWord(first.netns)} type veth peer name ${birth(second, options)}`
  const marks = op.ends.flatMap((end, index) =>
    alias(end.netns, end.name, { lab: options.lab, id: op.link, end: index === 0 ? 0 : 1 }, options),
  )
  return [inOne ? create : `${create}${second.netns === HOST ? '' : ` netns ${netnsWord(second.netns)}`}`, ...marks]
}

function bridgeAdd(op: Extract<Op, { op: 'bridge-add' }>, options: CommandOptions): string[] {
  const stp = op.stp ? ' stp_state 1' : ''
  const create = `${ip(op.netns)} link add name ${birth(op, options)} type bridge${stp}`
  return [create, ...alias(op.netns, op.name, { lab: options.lab, id: op.node }, options)]
}

/** Left unsaid, `ip` writes the protocol `boot` (rtnetlink(7)). */
function protocolWords(protocol: number | undefined, marks: boolean): string {
  if (protocol !== undefined) return protocol === BOOT ? '' : ` proto ${protocol}`
  return marks ? ` proto ${ROUTE_PROTOCOL}` : ''
}

function routeWords(op: Extract<Op, { op: 'route-add' | 'route-delete' }>): string {
  const via = op.via === undefined ? '' : ` via ${op.via}`
  const dev = op.dev === undefined ? '' : ` dev ${shellWord(op.dev)}`
  const metric = op.metric === undefined ? '' : ` metric ${op.metric}`
  return `${op.to}${via}${dev}${metric}`
}

/** What an interface carries goes to its bridge, or back: at each moment one of the two has it. */
function nicCommands(op: Extract<Op, { op: 'nic-attach' | 'nic-detach' }>): string[] {
  const [name, bridge] = [shellWord(op.name), shellWord(op.bridge)]
  const [from, to] = op.op === 'nic-attach' ? [name, bridge] : [bridge, name]
  const nodad = (address: string) => (address.includes(':') ? ' nodad' : '')
  const master = op.op === 'nic-attach' ? `up master ${bridge}` : 'nomaster'
  return [
    `ip link set dev ${name} ${master}`,
    ...op.addresses.map((address) => `ip address replace ${address} dev ${to}${nodad(address)}`),
    ...op.routes.map(
      ({ family, to: place, via, metric }) =>
        `ip${family === 6 ? ' -6' : ''} route replace ${place}${via === undefined ? '' : ` via ${via}`} dev ${to}${metric > 0 ? ` metric ${metric}` : ''}`,
    ),
    ...op.addresses.toReversed().map((address) => `ip address delete ${address} dev ${from}`),
  ]
}

type RulesSet = Extract<Op, { op: 'rules-set' }>

function nftSet({ netns, lab, rules, filter = [] }: RulesSet): string[] {
  const nft = `${inside(netns)}nft`
  const table = `inet ${natTable(lab)}`
  const translating = rules.length > 0 ? NAT_CHAINS : []
  return [
    `${nft} add table ${table}`,
    // Empty of whatever it held: a chain that is no longer drawn must not stay.
    `${nft} delete table ${table}`,
    `${nft} add table ${table}`,
    ...translating.map((chain) => `${nft} 'add chain ${table} ${chain} { ${nftChainText(chain)} }'`),
    ...rules.map((rule) => `${nft} ${shellWord(`add rule ${table} ${natChain(rule)} ${nftRuleText(rule)}`)}`),
    ...filter.map(({ chain, policy }) => `${nft} 'add chain ${table} ${chain} { ${nftFilterChainText(chain, policy)} }'`),
    ...filter.flatMap(({ chain, rules: own }) =>
      own.map((rule) => `${nft} ${shellWord(`add rule ${table} ${chain} ${nftFilterText(rule)}`)}`),
    ),
  ]
}

/** What takes our own table away. It is nft's, whichever way rules are written, so no command of iptables could. */
function nftDelete(netns: string, lab: string): string {
  return `${inside(netns)}nft delete table inet ${natTable(lab)}`
}

function iptablesSet({ netns, lab, rules, filter = [] }: RulesSet, replaces = false): string[] {
  const translation = rules.flatMap((rule, index) => {
    const written = iptablesRules(rule, iptablesChain(lab, index))
    return [
      ...written.chains.map(({ program, chain }) => `${inside(netns)}${program} -t nat -N ${chain}`),
      ...written.rules.map(({ program, chain, words }) => `${inside(netns)}${program} -t nat -A ${chain} ${words}`),
    ]
  })
  const before = replaces ? [nftDelete(netns, lab)] : []
  return [...before, ...translation, ...filter.flatMap((chain) => iptablesFilter(netns, chain))]
}

/** The rules before the policy, so that nothing is cut off that they let through. */
function iptablesFilter(netns: string, { chain, policy, rules }: FilterOpChain): string[] {
  const append = rules.flatMap((rule) => iptablesFilterRules(chain, rule))
  return [
    ...append.map(({ program, chain: name, words }) => `${inside(netns)}${program} -A ${name} ${words}`),
    ...(policy === 'drop' ? FILTER_PROGRAMS.map((program) => `${inside(netns)}${program} -P ${builtinChain(chain)} DROP`) : []),
  ]
}

function renameNetns(from: string, to: string): string[] {
  const path = (name: string) => shellWord(`/run/netns/${name}`)
  return [`touch ${path(to)}`, `mount --bind ${path(from)} ${path(to)}`, `umount ${path(from)}`, `rm ${path(from)}`]
}

function sysctl(netns: string, key: string, value: 0 | 1): string {
  return `${inside(netns)}sysctl -q -w ${key}=${value}`
}

/**
 * The commands that do what an operation does, each one line for a shell, with `ip`, `sysctl`, `nft` or `iptables`. They
 * are what the plan shows and what the script runs, and they leave the kernel as the agent's netlink requests do.
 */
export function commandsOf(op: Op, options: CommandOptions): string[] {
  switch (op.op) {
    case 'netns-add':
      return [`ip netns add ${shellWord(op.netns)}`]
    case 'netns-delete':
      return [`ip netns delete ${shellWord(op.netns)}`]
    case 'netns-rename':
      return renameNetns(op.netns, op.to)
    case 'veth-add':
      return vethAdd(op, options)
    case 'bridge-add':
      return bridgeAdd(op, options)
    case 'link-delete':
      return [`${ip(op.netns)} link delete dev ${shellWord(op.name)}`]
    case 'link-rename':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} name ${shellWord(op.to)}`]
    case 'link-move':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} netns ${op.to === HOST ? '1' : netnsWord(op.to)}`]
    case 'link-up':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} up`]
    case 'link-down':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} down`]
    case 'link-mac':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} address ${op.mac}`]
    case 'link-mtu':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} mtu ${op.mtu}`]
    case 'bridge-stp':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} type bridge stp_state ${op.stp ? 1 : 0}`]
    case 'port-attach':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} master ${shellWord(op.bridge)}`]
    case 'port-detach':
      return [`${ip(op.netns)} link set dev ${shellWord(op.name)} nomaster`]
    case 'nic-attach':
    case 'nic-detach':
      return nicCommands(op)
    case 'address-add': {
      const nodad = op.address.includes(':') ? ' nodad' : ''
      return [`${ip(op.netns)} address replace ${op.address} dev ${shellWord(op.dev)}${nodad}`]
    }
    case 'address-delete':
      return [`${ip(op.netns)} address delete ${op.address} dev ${shellWord(op.dev)}`]
    case 'route-add':
      return [`${ip(op.netns, op.family)} route replace ${routeWords(op)}${protocolWords(op.protocol, options.marks)}`]
    case 'route-delete':
      return [`${ip(op.netns, op.family)} route delete ${routeWords(op)}`]
    case 'neighbour-add': {
      const place = `${op.address} lladdr ${op.mac} dev ${shellWord(op.dev)} nud permanent`
      return [`${ip(op.netns)} neighbour replace ${place}${options.marks ? ` proto ${ROUTE_PROTOCOL}` : ''}`]
    }
    case 'neighbour-delete':
      return [`${ip(op.netns)} neighbour delete ${op.address} dev ${shellWord(op.dev)}`]
    case 'forwarding': {
      const [v4, v6] = [op.on, op.ipv6 ?? op.on].map((on) => (on ? 1 : 0)) as [0 | 1, 0 | 1]
      return [sysctl(op.netns, 'net.ipv4.ip_forward', v4), sysctl(op.netns, 'net.ipv6.conf.all.forwarding', v6)]
    }
    case 'rules-set':
      return options.dialect === 'nft' ? nftSet(op) : iptablesSet(op, options.replaces)
    case 'service-start':
      return [inside(op.netns) + serviceCommand(op.service, serviceFolder(op.lab), op.netns).map(shellWord).join(' ')]
    case 'service-stop':
      return [`kill "$(cat ${shellWord(`${serviceFolder(op.lab)}/${serviceId(op.netns, op.service)}.pid`)})"`]
    case 'rules-delete':
      return [nftDelete(op.netns, op.lab)]
  }
}
