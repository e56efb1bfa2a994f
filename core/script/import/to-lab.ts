import { checkLab } from '../../check/check'
import type { Diagnostic } from '../../check/diagnostic'
import { type ElementRef, elementKey } from '../../lab/element'
import { emptyLab } from '../../lab/empty'
import type { FilterChainName } from '../../lab/filter-schema'
import { defaultLinkId, HOST } from '../../lab/ids'
import { issueDiagnostics } from '../../lab/issues'
import { type BridgeNode, type Interface, type Lab, type LabNode, LIMITS, labSchema, type RoutedNode } from '../../lab/schema'
import { DEFAULT_MTU } from '../../plan/desired'
import { filterRules } from './filter-rules'
import type { Findings, ImportFinding } from './finding'
import { type Device, type Machine, type Netns, portsOf } from './machine'
import { natRules, type Report } from './nat-rules'

/** What `lo` has by itself. */
const LOOPBACK = new Set(['127.0.0.1/8', '::1/128'])

/** Makes a lab of the machine that a text left behind, and tells of each finding about it at the line that it comes from. */
export class LabWriter {
  private readonly lab: Lab
  private readonly netnsNodes = new Map<Netns, string>()
  private readonly bridgeNodes = new Map<Device, string>()
  private readonly lines = new Map<string, number>()

  constructor(
    private readonly machine: Machine,
    private readonly findings: Findings,
    name: string,
  ) {
    this.lab = emptyLab(name)
  }

  /** The lab; without the routes and rules that no kernel would take. */
  write(): Lab {
    const { machine, lab } = this
    this.nameNodes()
    const ipv6 = machine
      .all()
      .some(({ devices }) => [...devices.values()].some(({ addresses }) => addresses.some(({ text }) => text.includes(':'))))
    for (const netns of machine.all()) this.netns(netns, ipv6)
    for (const [device, name] of this.bridgeNodes) this.bridge(device, name)
    for (const [a, b] of machine.links) this.link(a, b)
    if (Object.keys(lab.nodes).length > LIMITS.nodes) {
      this.findings.add(1, 'error', 'import-too-much')
      return emptyLab(lab.name)
    }
    const shape = labSchema.safeParse(lab)
    if (!shape.success) {
      for (const problem of issueDiagnostics(shape.error.issues, lab, [])) {
        const { severity, code, params } = problem
        this.findings.add(this.lineOf(problem), severity, code as ImportFinding['code'], params)
      }
      return emptyLab(lab.name)
    }
    this.remarks()
    return this.checked()
  }

  private free(wanted: string): string {
    const { nodes } = this.lab
    let name = wanted
    for (let number = 2; Object.hasOwn(nodes, name); number++) name = `${wanted.slice(0, 12)}-${number}`
    return name
  }

  private nameNodes(): void {
    const { nodes } = this.lab
    this.netnsNodes.set(this.machine.host, HOST)
    const take = (wanted: string, line: number, node: LabNode): string => {
      const name = this.free(wanted)
      if (name !== wanted) this.findings.add(line, 'warning', 'import-renamed', { name: wanted, to: name })
      nodes[name] = node
      this.lines.set(elementKey({ kind: 'node', node: name }), line)
      return name
    }
    for (const netns of this.machine.netns.values())
      this.netnsNodes.set(netns, take(netns.name, netns.line, { kind: 'namespace' }))
    for (const netns of this.machine.attached)
      this.netnsNodes.set(netns, take(netns.name, netns.line, { kind: 'container', ...netns.container }))
    for (const netns of this.machine.all()) {
      for (const device of netns.devices.values())
        if (device.kind === 'bridge') this.bridgeNodes.set(device, take(device.name, device.line, { kind: 'bridge' }))
    }
  }

  private nodeOf(netns: Netns): string {
    return this.netnsNodes.get(netns) ?? HOST
  }

  private netns(netns: Netns, ipv6: boolean): void {
    const name = this.nodeOf(netns)
    const node = this.lab.nodes[name]
    if (!node || node.kind === 'bridge') return
    for (const device of netns.devices.values()) {
      if (device.kind === 'nic') this.nic(device)
      if (device.kind === 'bridge' || device.kind === 'nic' || device.kind === 'other' || device.master) continue
      this.details(node, name, device)
    }
    this.routes(netns, name, node)
    const { 4: v4, 6: v6 } = netns.forwarding
    if (v4 || v6) node.forwarding = true
    else if (netns.root && (v4 === false || v6 === false)) node.forwarding = false
    this.neighbours(netns, name, node)
    this.server(netns, name, node)
    const report: Report = (line, severity, code, params) => this.findings.add(line, severity, code, params)
    const rules = natRules(netns, ipv6, report)
    const { filter, lines } = filterRules(netns, ipv6, report)
    if (Object.keys(filter).length > 0) node.filter = filter
    for (const [place, line] of lines) this.lines.set(`filter/${name}/${place}`, line)
    if (rules.length > 0) node.nat = rules.map(({ rule }) => rule)
    for (const [index, { line }] of rules.entries()) this.lines.set(elementKey({ kind: 'nat', node: name, index }), line)
  }

  /** An interface of the machine is in the lab as a port of one of its bridges, to which it takes what it carries. */
  private nic({ name, netns, master, line, bared = [] }: Device): void {
    const bridge = master && this.bridgeNodes.get(master)
    const { host } = this.lab.nodes
    if (bridge === undefined || host?.kind !== 'host') {
      for (const each of bared) this.findings.add(each, 'warning', 'import-nic', { name, of: netns.name })
      return
    }
    host.interfaces ??= {}
    host.interfaces[name] = { bridge }
    this.lines.set(elementKey({ kind: 'interface', node: HOST, name }), line)
  }

  private routes(netns: Netns, name: string, node: RoutedNode): void {
    const routes = netns.routes.filter(({ to, via, dev, family, line }) => {
      if (dev !== undefined && !netns.devices.has(dev)) return false
      // `default` through an interface alone is IPv4's in a lab.
      const unsaid = to === 'default' && via === undefined && family === 6
      if (unsaid) this.findings.add(line, 'error', 'import-route-kind', { text: `-6 default dev ${dev ?? ''}` })
      return !unsaid
    })
    if (routes.length === 0) return
    node.routes = routes.map(({ to, via, dev, metric }) => ({
      to,
      ...(via !== undefined && { via }),
      ...(dev !== undefined && { dev }),
      ...(metric !== undefined && { metric }),
    }))
    for (const [index, { line }] of routes.entries()) this.lines.set(elementKey({ kind: 'route', node: name, index }), line)
  }

  private server({ server }: Netns, name: string, node: RoutedNode): void {
    if (!server) return
    const { device, range, router, dns, lease, line } = server
    node.dhcpServer = {
      interface: device.name,
      range,
      ...(router !== undefined && { router }),
      ...(dns.length > 0 && { dns }),
      ...(lease !== undefined && { lease }),
    }
    this.lines.set(`dhcpServer/${name}`, line)
  }

  private neighbours(netns: Netns, name: string, node: RoutedNode): void {
    const held = [...netns.devices.values()].flatMap((device) =>
      device.master ? [] : device.neighbours.map((entry) => ({ ...entry, dev: device.name })),
    )
    if (held.length === 0) return
    node.neighbours = held.map(({ address, mac, dev }) => ({ address, mac, dev }))
    for (const [index, { line }] of held.entries()) this.lines.set(`neighbours/${name}/${index}`, line)
  }

  /** What is set on an interface, or undefined when all is as usual. */
  private settings(device: Device, name: string): Interface {
    const addresses = device.addresses.filter(({ text }) => device.kind !== 'lo' || !LOOPBACK.has(text))
    for (const [index, { line }] of addresses.entries()) this.lines.set(`address/${name}/${device.name}/${index}`, line)
    this.lines.set(elementKey({ kind: 'interface', node: name, name: device.name }), device.line)
    return {
      ...(addresses.length > 0 && { addresses: addresses.map(({ text }) => text) }),
      ...(device.mac !== undefined && { mac: device.mac }),
      ...(device.mtu !== undefined && { mtu: device.mtu }),
      ...(!device.up && { up: false }),
      ...(device.dhcp && { dhcp: true }),
    }
  }

  private details(node: RoutedNode | BridgeNode, name: string, device: Device): void {
    const settings = this.settings(device, name)
    if (Object.keys(settings).length === 0) return
    node.interfaces ??= {}
    node.interfaces[device.name] = settings
  }

  private bridge(device: Device, name: string): void {
    const node = this.lab.nodes[name]
    if (node?.kind !== 'bridge') return
    const on = this.nodeOf(device.netns)
    Object.assign(node, on === HOST ? {} : { on }, this.settings(device, name), device.stp ? { stp: true } : {})
    const ports = portsOf(device).filter(({ kind }) => kind === 'veth')
    for (const port of ports) this.details(node, name, port)
    // The smallest MTU of the ports is what a bridge has by itself.
    if (ports.length > 0 && node.mtu === Math.min(...ports.map(({ mtu }) => mtu ?? DEFAULT_MTU))) delete node.mtu
  }

  private link(a: Device, b: Device): void {
    const [first, second] = [a, b].map((end) => {
      const node = end.master ? this.bridgeNodes.get(end.master) : undefined
      return `${node ?? this.nodeOf(end.netns)}:${end.name}`
    })
    const link = { endpoints: [first ?? '', second ?? ''] as [string, string] }
    const id = defaultLinkId(link)
    this.lab.links[id] = link
    this.lines.set(elementKey({ kind: 'link', link: id }), a.line)
  }

  /** What the text left undone. */
  private remarks(): void {
    const silent = [...this.machine.netns.values()].filter(({ devices }) => devices.get('lo')?.up === false)
    const [first] = silent
    if (first) {
      const names = silent.slice(0, 5).map(({ name }) => name)
      this.findings.add(first.line, 'info', 'import-lo-down', {
        names: `${names.join(', ')}${silent.length > 5 ? ' …' : ''}`,
        name: first.name,
      })
    }
    for (const pair of this.machine.links) {
      for (const device of pair) {
        const { name, netns, line, up, lowered, master, addresses } = device
        if (up || lowered) continue
        const unused = netns.root && !master && addresses.length === 0
        this.findings.add(line, 'warning', unused ? 'import-unused-end' : 'import-never-up', {
          name,
          netns: netns.name,
          on: netns.root ? '' : netns.name,
        })
      }
    }
    for (const device of this.bridgeNodes.keys())
      if (!device.up && !device.lowered) {
        const { name, netns, line } = device
        this.findings.add(line, 'warning', 'import-never-up', {
          name,
          netns: netns.name,
          on: netns.root ? '' : netns.name,
        })
      }
  }

  /** Leaves out the routes and rules that are refused everywhere; what else the checks find stays, to be mended in the lab. */
  private checked(): Lab {
    const { lab } = this
    const refused = new Set<string>()
    const told = new Set(this.findings.sorted().map(({ line, code }) => `${line} ${code}`))
    for (const diagnostic of checkLab(lab)) {
      const { element, severity, code, params } = diagnostic
      const line = this.lineOf(diagnostic)
      if (code === 'address-single' && told.has(`${line} import-no-prefix`)) continue
      if (severity === 'error' && (element.kind === 'route' || element.kind === 'nat')) refused.add(elementKey(element))
      const { path } = diagnostic
      if (severity === 'error' && (path[2] === 'filter' || path[2] === 'neighbours'))
        refused.add(path.slice(1, path[2] === 'filter' ? 6 : 4).join('/'))
      this.findings.add(line, severity, code as ImportFinding['code'], params)
    }
    if (refused.size === 0) return lab
    for (const [name, node] of Object.entries(lab.nodes)) {
      if (node.kind === 'bridge') continue
      const kept = (kind: 'route' | 'nat') => (_: unknown, index: number) => !refused.has(elementKey({ kind, node: name, index }))
      if (node.routes) node.routes = node.routes.filter(kept('route'))
      if (node.nat) node.nat = node.nat.filter(kept('nat'))
      if (node.neighbours) node.neighbours = node.neighbours.filter((_, index) => !refused.has(`${name}/neighbours/${index}`))
      for (const chain of Object.keys(node.filter ?? {}) as FilterChainName[]) {
        const drawn = node.filter?.[chain]
        if (drawn?.rules) drawn.rules = drawn.rules.filter((_, index) => !refused.has(`${name}/filter/${chain}/rules/${index}`))
        if (drawn?.rules?.length === 0) delete drawn.rules
      }
      if (node.neighbours?.length === 0) delete node.neighbours
      if (node.routes?.length === 0) delete node.routes
      if (node.nat?.length === 0) delete node.nat
    }
    return lab
  }

  private lineOf({ element, path }: Diagnostic): number {
    if (element.kind === 'interface') {
      const at = path.indexOf('addresses')
      const line = at < 0 ? undefined : this.lines.get(`address/${element.node}/${element.name}/${path[at + 1]}`)
      if (line !== undefined) return line
    }
    if (path[2] === 'neighbours') {
      const line = this.lines.get(`neighbours/${path[1]}/${path[3]}`)
      if (line !== undefined) return line
    }
    if (path[2] === 'filter') {
      const rule = this.lines.get(`filter/${path[1]}/${path[3]} ${path[5]}`)
      const line = rule ?? this.lines.get(`filter/${path[1]}/${path[3]}`)
      if (line !== undefined) return line
    }
    if (path[2] === 'dhcpServer') {
      const line = this.lines.get(`dhcpServer/${path[1]}`)
      if (line !== undefined) return line
    }
    const candidates: ElementRef[] = [element]
    if ('node' in element && path.includes('nat'))
      candidates.unshift({ kind: 'nat', node: element.node, index: Number(path[path.indexOf('nat') + 1] ?? 0) })
    if ('node' in element) candidates.push({ kind: 'node', node: element.node })
    for (const candidate of candidates) {
      const line = this.lines.get(elementKey(candidate))
      if (line !== undefined) return line
    }
    return 1
  }
}
