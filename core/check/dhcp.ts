import type { DhcpServer } from '../lab/dhcp-schema'
import type { ElementRef } from '../lab/element'
import type { Segment } from '../lab/segments'
import { type Address, addressText, broadcastOf, cidrText, contains, networkOf, parseAddress } from '../net/address'
import { DEFAULT_LEASE, leaseSeconds } from '../net/lease'
import { rangeNetwork } from '../plan/services'
import type { DiagnosticCode } from '../text/diagnostics.en'
import { type CheckedAddress, type CheckedInterface, type Context, interfaceText } from './context'
import type { DocPath, Severity } from './diagnostic'

/** Servers and clients of DHCP: that a server can serve what it says, that nobody contradicts it, and that a client has one to ask. */
export function checkDhcp(context: Context): void {
  const serving = new Map<Segment, Server[]>()
  for (const [node, found] of Object.entries(context.lab.nodes)) {
    if (found.kind === 'bridge' || !found.dhcpServer) continue
    const server = new Server(context, node, found.dhcpServer)
    server.check()
    const { segment } = server
    if (segment) serving.set(segment, [...(serving.get(segment) ?? []), server])
  }
  for (const servers of serving.values()) if (servers.length > 1) for (const server of servers) server.reportOthers(servers)
  for (const checked of context.interfaces) if (checked.view.config.dhcp) checkClient(context, checked, serving)
}

function checkClient(context: Context, checked: CheckedInterface, serving: ReadonlyMap<Segment, unknown>): void {
  const { node, view, port, segment } = checked
  const report = (code: DiagnosticCode, severity: Severity, params: Record<string, string> = {}) =>
    context.report(code, checked.element, [...checked.path, 'dhcp'], { node, name: view.name, ...params }, severity)
  if (port !== undefined) report('dhcp-client-on-port', 'error', { bridge: port })
  else if (view.name === 'lo') report('dhcp-client-on-loopback', 'error')
  else if (!checked.up) report('dhcp-client-down', 'warning')
  else if (segment && !serving.has(segment)) report('dhcp-no-server', 'warning')
}

class Server {
  private readonly element: ElementRef
  private readonly checked: CheckedInterface | undefined

  constructor(
    private readonly context: Context,
    private readonly node: string,
    private readonly server: DhcpServer,
  ) {
    this.element = { kind: 'node', node }
    this.checked = context.netns.get(node)?.byName.get(server.interface)
  }

  /** What it serves; undefined when it cannot serve anything. */
  get segment(): Segment | undefined {
    return this.checked?.port === undefined ? this.checked?.segment : undefined
  }

  private report(
    code: DiagnosticCode,
    field: DocPath,
    params: Record<string, string | number> = {},
    severity: Severity = 'error',
  ): void {
    const { node, server } = this
    const path = ['nodes', node, 'dhcpServer', ...field]
    this.context.report(code, this.element, path, { node, name: server.interface, ...params }, severity)
  }

  check(): void {
    const { server } = this
    if (leaseSeconds(server.lease ?? DEFAULT_LEASE) === undefined)
      this.report('dhcp-bad-lease', ['lease'], { text: server.lease ?? '' })
    for (const [index, text] of (server.dns ?? []).entries()) this.address(text, ['dns', index])
    const range = server.range.map((text, index) => this.address(text, ['range', index]))
    const router = server.router === undefined ? undefined : this.address(server.router, ['router'])
    const { checked } = this
    if (!checked) {
      const near = this.context.nearest(server.interface, () => this.context.netns.get(this.node)?.byName.keys() ?? [])
      this.report('dhcp-interface-unknown', ['interface'], { near })
    } else if (checked.port !== undefined) this.report('dhcp-on-port', ['interface'], { bridge: checked.port })
    else if (checked.view.name === 'lo') this.report('dhcp-on-loopback', ['interface'])
    else {
      if (!checked.up) this.report('dhcp-interface-down', ['interface'], {}, 'warning')
      const [first, last] = range
      if (first && last) this.checkRange(checked, first, last)
      if (router) this.checkRouter(checked, router)
    }
  }

  /** Reads an IPv4 address, or says why not. */
  private address(text: string, field: DocPath): Address | undefined {
    const read = parseAddress(text)
    if (typeof read === 'string') this.report(read, field, { text })
    else if (read.family !== 4) this.report('dhcp-not-ipv4', field, { text })
    else return read
    return undefined
  }

  private static networks(checked: CheckedInterface): CheckedAddress[] {
    return checked.addresses.filter(({ cidr }) => cidr.family === 4 && cidr.prefix < 32)
  }

  private checkRange(checked: CheckedInterface, first: Address, last: Address): void {
    const networks = Server.networks(checked)
    if (networks.length === 0) {
      this.report('dhcp-no-address', ['interface'])
      return
    }
    const texts = { first: addressText(first), last: addressText(last) }
    if (first.value > last.value) {
      this.report('dhcp-range-reversed', ['range'], texts)
      return
    }
    const cidr = rangeNetwork(
      networks.map((one) => one.cidr),
      this.server.range,
    )
    if (!cidr) {
      const names = networks.map((one) => cidrText(networkOf(one.cidr))).join(', ')
      this.report('dhcp-range-outside', ['range'], { ...texts, network: names })
      return
    }
    const inside = ({ value }: Address) => value >= first.value && value <= last.value
    const edge = [networkOf(cidr), broadcastOf(cidr)].find((one) => one && inside(one))
    if (edge) this.report('dhcp-range-edge', ['range'], { address: addressText(edge) })
    this.checkTaken(checked, inside)
  }

  /** Addresses that somebody has anyway: a server that does not look first would give them away a second time. */
  private checkTaken(checked: CheckedInterface, inside: (address: Address) => boolean): void {
    const own = checked.addresses.find(({ cidr }) => cidr.family === 4 && inside(cidr))
    if (own) this.report('dhcp-range-own', ['range'], { address: addressText(own.cidr) }, 'warning')
    if (!checked.segment) return
    for (const holder of this.context.addressesOn(checked.segment).values()) {
      if (holder.owner === checked || holder.cidr.family !== 4 || !inside(holder.cidr)) continue
      const params = { address: addressText(holder.cidr), other: interfaceText(holder.owner) }
      this.report('dhcp-range-taken', ['range'], params, 'warning')
      return
    }
  }

  private checkRouter(checked: CheckedInterface, router: Address): void {
    const networks = Server.networks(checked)
    if (networks.length === 0) return
    const text = { router: addressText(router) }
    if (!networks.some(({ cidr }) => contains(cidr, router))) {
      const network = networks.map(({ cidr }) => cidrText(networkOf(cidr))).join(', ')
      this.report('dhcp-router-outside', ['router'], { ...text, network })
    } else if (!this.context.holder(checked.segment, router)) this.report('dhcp-router-nobody', ['router'], text, 'warning')
  }

  reportOthers(servers: readonly Server[]): void {
    const others = servers.filter((one) => one !== this).map(({ node }) => node)
    this.report('dhcp-two-servers', ['interface'], { others: others.join(', ') }, 'warning')
  }
}
