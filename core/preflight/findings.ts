import type { ElementRef } from '../lab/element'
import { HOST, parseEndpoint } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { interfacesInNetns, netnsOf } from '../lab/view'
import { type Cidr, cidrOf, cidrText, networkOf, overlaps } from '../net/address'
import type { MachineState, RouteState } from '../state/state'
import type { PreflightCode } from '../text/preflight.en'
import type { DropChain, HostFacts, Pass } from './facts'
import { grabbedByNetworkd, grabbedByNetworkManager, type OwnLink } from './managers'

/** Something about this computer that is in the way of a lab. The words, and what to do about it, are in `core/text/preflight`. */
export interface HostFinding {
  code: PreflightCode
  /** A warning stops traffic, or will; `info` is good to know. */
  severity: 'warning' | 'info'
  elements: ElementRef[]
  params: Record<string, string | number>
}

/** An interface that the lab has in the computer's own namespace. */
interface HostInterface {
  name: string
  element: ElementRef
  networks: Cidr[]
}

/** What is in the way of this lab on a computer that is like this. Judges only; everything was read before. */
export function findingsOf(lab: Lab, state: MachineState, facts: HostFacts): HostFinding[] {
  const interfaces = interfacesInNetns(lab, HOST)
    .filter(({ view }) => view.name !== 'lo')
    .map(({ node, view }): HostInterface => {
      const networks = (view.config.addresses ?? []).flatMap((text) => cidrOf(text) ?? []).map(networkOf)
      const bridge = view.self === true
      const element: ElementRef = bridge ? { kind: 'node', node } : { kind: 'interface', node, name: view.name }
      return { name: view.name, element, networks }
    })
  return [
    ...forwardFindings(lab, interfaces, facts),
    ...bridgeFindings(lab, interfaces, facts),
    ...reversePathFindings(interfaces, state, facts),
    ...legacyFindings(lab, facts),
    ...routeFindings(lab, interfaces, state),
    ...managementFindings(interfaces, state),
    ...managerFindings(lab, facts),
    ...missingFindings(lab, facts),
  ]
}

/** Packets that the computer itself would route for the lab, and that a chain of somebody else drops. */
function forwardFindings(lab: Lab, interfaces: readonly HostInterface[], facts: HostFacts): HostFinding[] {
  const host = lab.nodes[HOST]
  if (host?.kind !== 'host' || host.forwarding !== true) return []
  return facts.dropChains.flatMap((chain): HostFinding[] => {
    const stopped = interfaces.filter(({ name, networks }) => {
      const mine = networks.filter(({ family }) => chain.family === 'inet' || (chain.family === 'ip') === (family === 4))
      return (
        mine.length > 0 &&
        !chain.passes.some((pass) => names(pass, name) || mine.some((network) => covers(pass, network)) || asksNothing(pass))
      )
    })
    const [first] = stopped
    if (!first) return []
    const elements = stopped.map(({ element }) => element)
    const list = stopped.map(({ name }) => name).join(', ')
    const params = { interfaces: list, ...chainParams(chain), remedy: letThrough(chain, first.name) }
    return [{ code: 'forward-drop', severity: 'warning', elements, params }]
  })
}

/** Frames between the ports of a bridge, which br_netfilter shows to the same chains. */
function bridgeFindings(lab: Lab, interfaces: readonly HostInterface[], facts: HostFacts): HostFinding[] {
  const found: HostFinding[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind !== 'bridge' || netnsOf(lab, name) !== HOST) continue
    const ports = Object.values(lab.links).flatMap(({ endpoints }) => endpoints.filter((end) => parseEndpoint(end).node === name))
    if (ports.length < 2) continue
    const elements: ElementRef[] = [{ kind: 'node', node: name }]
    const own = interfaces.find((one) => one.name === name)
    for (const [family, called, sysctl] of [
      ['ip', facts.bridgeCalls.ip, 'net.bridge.bridge-nf-call-iptables'],
      ['ip6', facts.bridgeCalls.ip6, 'net.bridge.bridge-nf-call-ip6tables'],
    ] as const) {
      if (!called) continue
      const chain = facts.dropChains.find(
        (one) =>
          (one.family === family || one.family === 'inet') &&
          !one.passes.some(
            (pass) => names(pass, name) || asksNothing(pass) || own?.networks.some((network) => covers(pass, network)),
          ),
      )
      if (chain) {
        const params = { bridge: name, sysctl, ...chainParams(chain), remedy: letThrough(chain, name, name) }
        found.push({ code: 'bridge-drop', severity: 'warning', elements, params })
      } else if (family === 'ip')
        found.push({ code: 'bridge-calls', severity: 'info', elements, params: { bridge: name, sysctl } })
    }
  }
  return found
}

function asksNothing(pass: Pass): boolean {
  return Object.keys(pass).length === 0
}

function names(pass: Pass, name: string): boolean {
  return [pass.in, pass.out].some(
    (pattern) => pattern !== undefined && (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name),
  )
}

function covers(pass: Pass, network: Cidr): boolean {
  if (pass.in !== undefined || pass.out !== undefined) return false
  return [pass.source, pass.destination].some((text) => {
    const cidr = text === undefined ? undefined : cidrOf(text.includes('/') ? text : `${text}/${network.family === 4 ? 32 : 128}`)
    return cidr !== undefined && cidr.prefix <= network.prefix && overlaps(cidr, network)
  })
}

/** Where the chain is, as its tool would name it. */
function chainParams({ tool, family, table, chain, by }: DropChain): { chain: string; by: string } {
  return { chain: tool === 'nft' ? `nft ${family} ${table} ${chain}` : `${tool} ${chain}`, by }
}

/** The commands that let an interface's packets through, in the place that is meant for it. */
function letThrough({ tool, family, table, chain, userChain }: DropChain, name: string, out?: string): string {
  const target = userChain ?? chain
  if (tool === 'nft') {
    const rule = (key: string) => `nft insert rule ${family} ${table} ${target} ${key} ${name} accept`
    return out === undefined ? `${rule('iifname')}; ${rule('oifname')}` : rule('iifname')
  }
  if (out !== undefined) return `${tool} -I ${target} -i ${name} -o ${out} -j ACCEPT`
  return `${tool} -I ${target} -i ${name} -j ACCEPT; ${tool} -I ${target} -o ${name} -j ACCEPT`
}

/** With strict reverse path filtering (RFC 3704), what comes in by one of two interfaces of the same network is dropped. */
function reversePathFindings(interfaces: readonly HostInterface[], state: MachineState, facts: HostFacts): HostFinding[] {
  const strict = (name: string) => Math.max(facts.rpFilter.all ?? 0, facts.rpFilter[name] ?? facts.rpFilter.default ?? 0) === 1
  const drawn = new Set(interfaces.map(({ name }) => name))
  const others = Object.values(state.namespaces[HOST]?.links ?? {})
    .filter(({ name, owner }) => !drawn.has(name) && !owner && name !== 'lo')
    .map(({ name, addresses }) => ({
      name,
      networks: addresses.flatMap(({ address, scope }) => (scope === 'link' ? [] : (cidrOf(address) ?? []))).map(networkOf),
    }))
  const found: HostFinding[] = []
  for (const [at, one] of interfaces.entries()) {
    for (const other of [...interfaces.slice(at + 1), ...others]) {
      const network = one.networks.find((a) => a.family === 4 && other.networks.some((b) => overlaps(a, b)))
      const filtered = [one.name, other.name].find(strict)
      if (!network || filtered === undefined) continue
      const sysctl = `net.ipv4.conf.${filtered}.rp_filter`
      const params = { name: one.name, other: other.name, network: cidrText(network), filtered, sysctl }
      found.push({ code: 'reverse-path', severity: 'warning', elements: [one.element], params })
    }
  }
  return found
}

function legacyFindings(lab: Lab, facts: HostFacts): HostFinding[] {
  const host = lab.nodes[HOST]
  if (host?.kind !== 'host' || !(host.forwarding || host.nat?.length || host.filter)) return []
  return Object.entries(facts.legacyRules).map(([tool, count]) => {
    return { code: 'legacy-rules', severity: 'info', elements: [{ kind: 'node', node: HOST }], params: { tool, count } }
  })
}

/** The lab's networks that a route of the computer covers or cuts into: a VPN's, another lab's that was made by hand. */
function routeFindings(lab: Lab, interfaces: readonly HostInterface[], state: MachineState): HostFinding[] {
  const home = state.namespaces[HOST]
  const ours = new Set(
    Object.values(home?.links ?? {})
      .filter(({ owner }) => owner?.lab === lab.name)
      .map(({ name }) => name),
  )
  for (const { name } of interfaces) ours.add(name)
  const foreign = (home?.routes ?? []).filter(
    ({ to, dev, via }) => to !== 'default' && (via !== undefined || dev !== 'lo') && !ours.has(dev ?? ''),
  )
  const host = lab.nodes[HOST]
  const wanted = interfaces.flatMap(({ networks, element }) => networks.map((network) => ({ network, element })))
  for (const [index, { to }] of (host?.kind === 'host' ? (host.routes ?? []) : []).entries()) {
    const network = cidrOf(to)
    if (network) wanted.push({ network, element: { kind: 'route', node: HOST, index } })
  }
  return wanted.flatMap(({ network, element }): HostFinding[] => {
    const clash = foreign.find(({ to }) => {
      const cidr = cidrOf(to)
      return cidr !== undefined && cidr.prefix > 0 && overlaps(cidr, network)
    })
    if (!clash) return []
    const wins = (cidrOf(clash.to)?.prefix ?? 0) > network.prefix ? 'theirs' : 'ours'
    return [
      {
        code: 'route-overlap',
        severity: 'warning',
        elements: [element],
        params: { network: cidrText(network), route: routeText(clash), wins },
      },
    ]
  })
}

function routeText({ to, via, dev }: RouteState): string {
  return [to, via && `via ${via}`, dev && `dev ${dev}`].filter(Boolean).join(' ')
}

/** An interface of the computer that it reaches the outside by, and that the lab draws. */
function managementFindings(interfaces: readonly HostInterface[], state: MachineState): HostFinding[] {
  const home = state.namespaces[HOST]
  const ways = new Set((home?.routes ?? []).filter(({ to }) => to === 'default').map(({ dev }) => dev))
  const foreign = new Set(
    Object.values(home?.links ?? {})
      .filter(({ owner }) => !owner)
      .map(({ name }) => name),
  )
  return interfaces
    .filter(({ name }) => foreign.has(name) && ways.has(name))
    .map(({ name, element }) => ({ code: 'management-interface', severity: 'warning', elements: [element], params: { name } }))
}

function managerFindings(lab: Lab, facts: HostFacts): HostFinding[] {
  const links: OwnLink[] = Object.values(lab.links).flatMap(({ endpoints }) =>
    endpoints
      .map(parseEndpoint)
      .filter(({ node }) => netnsOf(lab, node) === HOST)
      .map(({ node, interface: name }) => ({ name, kind: 'veth' as const, element: { kind: 'interface' as const, node, name } })),
  )
  const bridges = Object.entries(lab.nodes)
    .filter(([name, node]) => node.kind === 'bridge' && netnsOf(lab, name) === HOST)
    .map(([name]): OwnLink => ({ name, kind: 'bridge', element: { kind: 'node', node: name } }))
  return [...grabbedByNetworkd([...links, ...bridges], facts), ...grabbedByNetworkManager(links, facts)]
}

/** Debian's packages. */
const PACKAGES: Readonly<Record<string, string>> = {
  nft: 'nftables',
  ping: 'iputils-ping',
  dnsmasq: 'dnsmasq-base',
  udhcpc: 'udhcpc',
}

function missingFindings(lab: Lab, facts: HostFacts): HostFinding[] {
  const nodes = Object.values(lab.nodes)
  const rules = nodes.some((node) => node.kind !== 'bridge' && ((node.nat?.length ?? 0) > 0 || node.filter))
  const needs = {
    nft: rules,
    ping: true,
    dnsmasq: nodes.some((node) => node.kind !== 'bridge' && node.dhcpServer),
    udhcpc: nodes.some((node) => Object.values(node.interfaces ?? {}).some(({ dhcp }) => dhcp)),
  }
  const whole: ElementRef[] = [{ kind: 'lab' }]
  const found: HostFinding[] = []
  for (const [tool, needed] of Object.entries(needs))
    if (needed && facts.tools[tool] === null)
      found.push({
        code: 'tool-missing',
        severity: tool === 'ping' ? 'info' : 'warning',
        elements: whole,
        params: { tool, package: PACKAGES[tool] ?? tool },
      })
  const features = {
    veth: Object.keys(lab.links).length > 0,
    bridge: nodes.some(({ kind }) => kind === 'bridge'),
    nf_tables: rules,
    nft_chain_nat: nodes.some((node) => node.kind !== 'bridge' && (node.nat?.length ?? 0) > 0),
  } as const
  for (const [feature, needed] of Object.entries(features) as [keyof typeof features, boolean][])
    if (needed && facts.features[feature] === 'absent')
      found.push({ code: 'feature-missing', severity: 'warning', elements: whole, params: { feature } })
  return found
}
