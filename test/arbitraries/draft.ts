import type { FilterChainName, FilterRule } from '../../core/lab/filter-schema'
import { FILTER_ACTIONS, FILTER_CHAINS, FILTER_STATES } from '../../core/lab/filter-words'
import { HOST } from '../../core/lab/ids'
import type { Interface, Lab, NatRule, NodeKind, Route } from '../../core/lab/schema'
import { type Cidr, cidrOf, contains, type Family, natTargetText, networkOf } from '../../core/net/address'

/** Small random numbers; each is taken modulo whatever there is to choose from, so that every draft is a valid lab. */
export interface EndChoice {
  prefix: number
  v4: number
  v6: number
  hostNumber: number
  down: boolean
  mtu: number
  mac: boolean
}
export interface LabChoices {
  namespaces: string[]
  bridges: { name: string; on: number; stp: boolean; end: EndChoice }[]
  joins: { a: number; b: number; id: number | null; ends: [EndChoice, EndChoice] }[]
  nodeIds: (number | null)[]
  forwarding: boolean[]
  loopbacks: { netns: number; down: boolean; address: boolean }[]
  routes: { netns: number; from: number; to: number; gateway: number; dev: boolean; bare: boolean; metric: number }[]
  neighbours: { netns: number; from: number; address: number; mac: number }[]
  filters: {
    netns: number
    chain: number
    drop: boolean
    rules: { action: number; a: number; b: number; bits: number; protocol: number; states: number }[]
  }[]
  nats: { netns: number; type: number; family: boolean; a: number; b: number; port: number; bits: number }[]
}

interface Station {
  node: string
  netns: string
  name: string
  domain: string
  config: Interface
}

const PREFIXES = ['eth', 'veth-', 'p']
const MTUS = [undefined, undefined, undefined, 1280, 1400, 9000, 576]

/** Builds the lab step by step; the order of the steps is the order in which one choice can depend on another. */
export class Draft {
  readonly lab: Lab
  private readonly stations: Station[] = []
  private readonly domains = new Map<string, string>()
  private readonly ports: { domain: string; config: Interface }[] = []
  private readonly taken = new Set<string>()
  private macs = 0

  constructor(name: string) {
    this.lab = { netloom: 1, name, nodes: { [HOST]: { kind: 'host' } }, links: {} }
  }

  private containers(): string[] {
    return Object.keys(this.lab.nodes).filter((name) => this.kind(name) !== 'bridge')
  }

  private kind(node: string): NodeKind {
    return this.lab.nodes[node]?.kind ?? 'namespace'
  }

  private root(domain: string): string {
    const up = this.domains.get(domain)
    return up === undefined || up === domain ? domain : this.root(up)
  }

  /** A number that stands for the layer 2 domain in its addresses. */
  private subnetNumber(domain: string): number {
    return [...this.domains.keys()].indexOf(this.root(domain)) + 1
  }

  addNodes(choices: LabChoices): void {
    for (const name of choices.namespaces) this.lab.nodes[name] = { kind: 'namespace' }
    const containers = this.containers()
    for (const { name, on, stp, end } of choices.bridges) {
      const netns = containers[on % containers.length] ?? HOST
      const config: Interface = {}
      this.lab.nodes[name] = { kind: 'bridge', ...(netns === HOST ? {} : { on: netns }), ...(stp ? { stp } : {}) }
      this.domains.set(name, name)
      this.stations.push({ node: name, netns, name, domain: name, config })
      this.detail(config, end)
    }
    const ids = new Set<string>(Object.keys(this.lab.nodes))
    Object.values(this.lab.nodes).forEach((node, index) => {
      const choice = choices.nodeIds[index]
      const id = `n${choice}`
      if (node.kind === 'host' || choice === null || choice === undefined || ids.has(id)) return
      node.id = id
      ids.add(id)
    })
    for (const [index, name] of containers.entries()) {
      const node = this.lab.nodes[name]
      if (node && node.kind !== 'bridge' && choices.forwarding[index]) node.forwarding = true
    }
  }

  private detail(config: Interface, end: EndChoice): void {
    if (end.down) config.up = false
    if (end.mac) config.mac = `02:00:00:00:00:${(++this.macs).toString(16).padStart(2, '0')}`
    const mtu = MTUS[end.mtu % MTUS.length]
    if (mtu !== undefined) config.mtu = mtu
  }

  private freeName(netns: string, prefix: number): string {
    const text = PREFIXES[prefix % PREFIXES.length] ?? 'eth'
    let number = 0
    while (this.taken.has(`${netns}/${text}${number}`)) number++
    this.taken.add(`${netns}/${text}${number}`)
    return `${text}${number}`
  }

  private netns(node: string): string {
    const found = this.lab.nodes[node]
    return found?.kind === 'bridge' ? (found.on ?? HOST) : node
  }

  addLinks(choices: LabChoices): void {
    const nodes = Object.keys(this.lab.nodes)
    for (const { a, b, id, ends } of choices.joins) {
      const pair = [nodes[a % nodes.length] ?? HOST, nodes[b % nodes.length] ?? HOST] as const
      const bridges = pair.filter((node) => this.kind(node) === 'bridge')
      if (bridges.length === 2 && this.root(pair[0]) === this.root(pair[1])) continue
      const names = pair.map((node, end) => this.freeName(this.netns(node), ends[end === 0 ? 0 : 1].prefix))
      const endpoints: [string, string] = [`${pair[0]}:${names[0]}`, `${pair[1]}:${names[1]}`]
      const wanted = `l${id}`
      const link = id === null || wanted in this.lab.links ? endpoints.join('--').replaceAll(':', '.') : wanted
      this.lab.links[link] = { endpoints }
      const domain = bridges[0] ?? link
      if (!bridges.length) this.domains.set(link, link)
      else if (bridges[1]) this.domains.set(this.root(bridges[1]), this.root(bridges[0] ?? bridges[1]))
      pair.forEach((node, end) => {
        const config: Interface = {}
        this.detail(config, ends[end === 0 ? 0 : 1])
        const name = names[end] ?? ''
        if (this.kind(node) === 'bridge') this.ports.push({ domain, config })
        else this.stations.push({ node, netns: node, name, domain, config })
        const found = this.lab.nodes[node]
        if (found) found.interfaces = { ...found.interfaces, [name]: config }
      })
    }
  }

  addAddresses(choices: LabChoices): void {
    const ends = [...choices.bridges.map(({ end }) => end)]
    const joinEnds = choices.joins.flatMap(({ ends: pair }) => pair)
    const used = new Set<string>()
    this.stations.forEach((station, index) => {
      const end = ends[index] ?? joinEnds[index % Math.max(1, joinEnds.length)]
      if (!end) return
      const number = this.subnetNumber(station.domain)
      const addresses: string[] = []
      const add = (make: (host: number) => string) => {
        let host = (end.hostNumber % 40) + 1
        while (used.has(make(host))) host++
        used.add(make(host))
        addresses.push(make(host))
      }
      if (end.v4 >= 1) add((host) => `10.${number}.0.${host}/24`)
      if (end.v4 === 2) add((host) => `10.${number}.0.${host}/24`)
      if (end.v4 === 3) add((host) => `172.30.${number}.${host}/24`)
      if (end.v6 >= 1) add((host) => `fd00:${number.toString(16)}::${host.toString(16)}/64`)
      if (end.v6 === 2) add((host) => `fd00:${number.toString(16)}:0:1::${host.toString(16)}/64`)
      if (addresses.length) station.config.addresses = addresses
    })
    const withIpv6 = new Set(
      this.stations
        .filter(({ config }) => config.addresses?.some((text) => text.includes(':')))
        .map(({ domain }) => this.root(domain)),
    )
    for (const { domain, config } of [...this.stations, ...this.ports])
      if (config.mtu !== undefined && config.mtu < 1280 && withIpv6.has(this.root(domain))) delete config.mtu
  }

  addLoopbacks(choices: LabChoices): void {
    const containers = this.containers()
    choices.loopbacks.forEach(({ netns, down, address }, index) => {
      const node = this.lab.nodes[containers[netns % containers.length] ?? HOST]
      if (!node || node.interfaces?.lo) return
      const lo: Interface = { ...(down ? { up: false } : {}), ...(address ? { addresses: [`10.255.0.${index + 1}/32`] } : {}) }
      node.interfaces = { ...node.interfaces, lo }
    })
  }

  private cidrs(filter: (station: Station) => boolean): { station: Station; cidr: Cidr }[] {
    return this.stations.filter(filter).flatMap((station) =>
      (station.config.addresses ?? []).flatMap((text) => {
        const cidr = cidrOf(text)
        return cidr ? [{ station, cidr }] : []
      }),
    )
  }

  addRoutes(choices: LabChoices): void {
    const containers = this.containers()
    const used = new Set<string>()
    for (const choice of choices.routes) {
      const netns = containers[choice.netns % containers.length] ?? HOST
      const node = this.lab.nodes[netns]
      const own = this.cidrs((station) => station.netns === netns)
      const usable = own.filter(({ station }) => station.config.up !== false)
      const from = usable[choice.from % Math.max(1, usable.length)]
      if (!from || !node || node.kind === 'bridge') continue
      const { family } = from.cidr
      const others = this.cidrs((station) => station.netns !== netns).filter(({ cidr }) => contains(from.cidr, cidr))
      const other = others[choice.gateway % Math.max(1, others.length)]?.cidr
      const away: Cidr = { ...from.cidr, value: from.cidr.value + BigInt(60 + choice.gateway) }
      const gateway = natTargetText({ address: other ?? away })
      const far = family === 4 ? `192.168.${choice.to % 6}.0/24` : `fd99:${(choice.to % 6) + 1}::/64`
      const to = choice.to % 4 === 0 && (family === 4 || !choice.bare) ? 'default' : far
      const metric = [undefined, undefined, 50, 2000][choice.metric % 4]
      const key = `${netns} ${family} ${to} ${metric ?? (family === 6 ? 1024 : 0)}`
      if (used.has(key)) continue
      used.add(key)
      const ambiguous = own.some(({ station, cidr }) => station.name !== from.station.name && contains(cidr, other ?? away))
      const dev = choice.bare || choice.dev || ambiguous ? { dev: from.station.name } : {}
      const route: Route = { to, ...(choice.bare ? {} : { via: gateway }), ...dev, ...(metric === undefined ? {} : { metric }) }
      node.routes = [...(node.routes ?? []), route]
    }
  }

  addNeighbours(choices: LabChoices): void {
    const containers = this.containers()
    const used = new Set<string>()
    for (const choice of choices.neighbours) {
      const netns = containers[choice.netns % containers.length] ?? HOST
      const node = this.lab.nodes[netns]
      const own = this.cidrs((station) => station.netns === netns)
      const from = own[choice.from % Math.max(1, own.length)]
      if (!from || !node || node.kind === 'bridge') continue
      const address = natTargetText({
        address: { ...from.cidr, value: networkOf(from.cidr).value + BigInt(50 + (choice.address % 4)) },
      })
      const dev = from.station.name
      if (used.has(`${netns} ${dev} ${address}`)) continue
      used.add(`${netns} ${dev} ${address}`)
      node.neighbours = [...(node.neighbours ?? []), { address, mac: `02:00:00:00:01:0${choice.mac % 3}`, dev }]
    }
  }

  addFilters(choices: LabChoices): void {
    const containers = this.containers()
    for (const choice of choices.filters) {
      const netns = containers[choice.netns % containers.length] ?? HOST
      const node = this.lab.nodes[netns]
      const chain = FILTER_CHAINS[choice.chain % FILTER_CHAINS.length] ?? 'input'
      if (!node || node.kind === 'bridge' || node.filter?.[chain]) continue
      const rules = choice.rules.map((rule) => this.filterRule(rule, netns, chain))
      if (!choice.drop && rules.length === 0) continue
      const made = { ...(choice.drop ? { policy: 'drop' as const } : {}), ...(rules.length > 0 ? { rules } : {}) }
      node.filter = { ...node.filter, [chain]: made }
    }
  }

  private filterRule(choice: LabChoices['filters'][number]['rules'][number], netns: string, chain: FilterChainName): FilterRule {
    const { action, a, b, bits, states } = choice
    const devices = ['lo', ...this.stations.filter((station) => station.netns === netns).map(({ name }) => name)]
    const protocol = [undefined, 'tcp', 'udp', 'icmp', 'icmpv6', 'any'][choice.protocol % 6] as FilterRule['protocol']
    const six = protocol === 'icmpv6' || (protocol !== 'icmp' && a % 4 === 3)
    const network = (number: number) =>
      six ? `fd00:${(number % 4) + 1}::/64` : [`10.${(number % 4) + 1}.0.0/24`, '10.1.0.7'][number % 2]
    const named = FILTER_STATES.filter((_, index) => states & (1 << index))
    const [only] = named
    return {
      action: FILTER_ACTIONS[action % FILTER_ACTIONS.length] ?? 'accept',
      ...(bits & 1 && chain !== 'output' ? { in: devices[a % devices.length] } : {}),
      ...(bits & 2 && chain !== 'input' ? { out: devices[b % devices.length] } : {}),
      ...(bits & 4 ? { source: bits & 32 ? (six ? (b % 6 === 0 ? '::/0' : network(a)) : '0.0.0.0/0') : network(a) } : {}),
      ...(bits & 8 ? { destination: network(b) } : {}),
      ...(protocol === undefined ? {} : { protocol }),
      ...(bits & 16 && (protocol === 'tcp' || protocol === 'udp') ? { port: 8000 + (a % 3) } : {}),
      ...(only === undefined ? {} : { state: named.length === 1 ? only : [...named] }),
    }
  }

  addNat(choices: LabChoices): void {
    const containers = this.containers()
    for (const choice of choices.nats) {
      const netns = containers[choice.netns % containers.length] ?? HOST
      const node = this.lab.nodes[netns]
      if (!node || node.kind === 'bridge') continue
      const rule = this.natRule(choice, netns)
      const same = (other: NatRule) =>
        other.type === 'dnat' && rule?.type === 'dnat' && other.protocol === rule.protocol && other.port === rule.port
      if (rule && !node.nat?.some(same)) node.nat = [...(node.nat ?? []), rule]
    }
  }

  private natRule(choice: LabChoices['nats'][number], netns: string): NatRule | undefined {
    const family: Family = choice.family ? 6 : 4
    const devices = this.stations.filter((station) => station.netns === netns).map(({ name }) => name)
    const device = devices[choice.a % Math.max(1, devices.length)]
    const targets = this.cidrs(() => true).filter(({ cidr }) => cidr.family === family)
    const target = targets[choice.b % Math.max(1, targets.length)]?.cidr
    const network = family === 4 ? `10.${(choice.a % 4) + 1}.0.0/24` : `fd00:${(choice.a % 4) + 1}::/64`
    const except = family === 4 ? ['10.9.0.0/16', '192.168.3.0/24'] : ['fd00:9::/64']
    const from = {
      ...(choice.bits & 1 ? { source: network } : {}),
      ...(choice.bits & 2 ? { except: except.slice(0, 1 + (choice.b % 2)) } : {}),
      ...(choice.bits & 4 && device ? { out: device } : {}),
    }
    if (choice.type % 3 === 0) return { type: 'masquerade', ...from }
    if (!target) return undefined
    if (choice.type % 3 === 1) return { type: 'snat', ...from, to: natTargetText({ address: target }) }
    const port = 8000 + (choice.port % 5)
    const own = this.cidrs((station) => station.netns === netns).find(({ cidr }) => cidr.family === family)?.cidr
    return {
      type: 'dnat',
      protocol: choice.bits & 1 ? 'tcp' : 'udp',
      port,
      ...(choice.bits & 4 && device ? { in: device } : {}),
      ...(choice.bits & 2 && own ? { destination: natTargetText({ address: own }) } : {}),
      to: natTargetText({ address: target, ...(choice.bits & 8 ? { port: port + 80 } : {}) }),
    }
  }

  /** Writes the bridges' own details in and drops the empty ones, as a file would have them. */
  finish(): Lab {
    for (const { node, config } of this.stations) {
      const found = this.lab.nodes[node]
      if (found?.kind === 'bridge') Object.assign(found, config)
    }
    for (const node of Object.values(this.lab.nodes)) {
      const kept = Object.entries(node.interfaces ?? {}).filter(([, config]) => Object.keys(config).length > 0)
      if (kept.length) node.interfaces = Object.fromEntries(kept)
      else delete node.interfaces
    }
    return this.lab
  }
}
