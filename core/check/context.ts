import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { type Segment, segmentsOf } from '../lab/segments'
import { type InterfaceView, interfacesOf } from '../lab/view'
import { type Address, addressText, type Cidr, networkOf, parseCidr } from '../net/address'
import { nearest } from '../net/similar'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { Diagnostic, DocPath, Severity } from './diagnostic'

/** One address of an interface that could be read. */
export interface CheckedAddress {
  text: string
  cidr: Cidr
  path: DocPath
  owner: CheckedInterface
}

/** An interface with its addresses read once, for every rule. */
export interface CheckedInterface {
  node: string
  netns: string
  view: InterfaceView
  path: DocPath
  element: ElementRef
  /** The bridge that it is a port of. */
  port?: string
  segment?: Segment
  up: boolean
  addresses: CheckedAddress[]
}

/** A namespace (or the host) with all that lives in it. */
export interface CheckedNetns {
  name: string
  interfaces: CheckedInterface[]
  /** By name; the first of equals. */
  byName: Map<string, CheckedInterface>
  /** The addresses by prefix length and network, so that a lookup does not grow with their number. */
  networks: Map<string, Map<bigint, CheckedAddress[]>>
}

/** After so many, looking for what was probably meant costs more than it helps. */
const MAX_NEAREST = 50

/** What the rules share: the lab, what was read from it, and where findings go. */
export class Context {
  readonly diagnostics: Diagnostic[] = []
  readonly netns = new Map<string, CheckedNetns>()
  readonly interfaces: CheckedInterface[] = []
  /** The place of each link in the document. */
  readonly linkIndex: ReadonlyMap<string, number>
  /** Who has an address on a segment, by its canonical text. */
  private readonly onSegment = new Map<Segment, Map<string, CheckedAddress>>()
  private suggestions = 0
  /** Duplicate addresses so far. */
  duplicates = 0

  constructor(readonly lab: Lab) {
    this.linkIndex = new Map(Object.keys(lab.links).map((id, index) => [id, index]))
    for (const name of Object.keys(lab.nodes)) this.addNode(name)
  }

  report(
    code: DiagnosticCode,
    element: ElementRef,
    path: DocPath,
    params: Record<string, string | number> = {},
    severity: Severity = 'error',
  ): void {
    this.diagnostics.push({ code, severity, element, path, params })
  }

  /** What was probably meant; empty when nothing is near, or when there are too many mistakes to look. */
  nearest(text: string, candidates: () => Iterable<string>): string {
    return ++this.suggestions > MAX_NEAREST ? '' : nearest(text, candidates())
  }

  private addNode(node: string): void {
    const { lab } = this
    const segments = segmentsOf(lab)
    const found = lab.nodes[node]
    if (!found) return
    const netns = found.kind === 'bridge' ? (found.on ?? HOST) : node
    const home = this.home(netns)
    for (const view of interfacesOf(lab, node)) {
      const path = view.self ? ['nodes', node] : ['nodes', node, 'interfaces', view.name]
      const segment = view.self
        ? segments.ofBridge.get(node)
        : view.link === undefined
          ? undefined
          : segments.ofLink.get(view.link)
      const checked: CheckedInterface = {
        node,
        netns,
        view,
        path,
        element: { kind: 'interface', node, name: view.name },
        segment,
        up: view.config.up !== false,
        addresses: [],
        ...(found.kind === 'bridge' && !view.self ? { port: node } : {}),
      }
      home.interfaces.push(checked)
      if (!home.byName.has(view.name)) home.byName.set(view.name, checked)
      this.interfaces.push(checked)
      for (const [index, text] of (view.config.addresses ?? []).entries()) this.addAddress(home, checked, text, index)
    }
  }

  private home(name: string): CheckedNetns {
    const before = this.netns.get(name)
    if (before) return before
    const made: CheckedNetns = { name, interfaces: [], byName: new Map(), networks: new Map() }
    this.netns.set(name, made)
    return made
  }

  private addAddress(home: CheckedNetns, owner: CheckedInterface, text: string, index: number): void {
    const cidr = parseCidr(text)
    if (typeof cidr === 'string') return
    const address: CheckedAddress = { text, cidr, path: [...owner.path, 'addresses', index], owner }
    owner.addresses.push(address)
    const length = `${cidr.family}/${cidr.prefix}`
    const networks = home.networks.get(length) ?? new Map<bigint, CheckedAddress[]>()
    home.networks.set(length, networks)
    const { value } = networkOf(cidr)
    const same = networks.get(value)
    if (same) same.push(address)
    else networks.set(value, [address])
    if (owner.segment && owner.port === undefined) {
      const there = this.onSegment.get(owner.segment) ?? new Map<string, CheckedAddress>()
      this.onSegment.set(owner.segment, there)
      const key = addressText(cidr)
      if (!there.has(key)) there.set(key, address)
    }
  }

  /** The addresses of a namespace whose networks hold `address`, longest prefix first; ports do not count. */
  connected(netns: string, address: Address): CheckedAddress[] {
    const home = this.netns.get(netns)
    if (!home) return []
    const found: CheckedAddress[] = []
    for (const [length, networks] of home.networks) {
      const [family, prefix] = length.split('/').map(Number)
      if (family !== address.family) continue
      const { value } = networkOf({ ...address, prefix: prefix ?? 0 })
      for (const one of networks.get(value) ?? []) if (one.owner.port === undefined) found.push(one)
    }
    return found.sort((a, b) => b.cidr.prefix - a.cidr.prefix)
  }

  /** Who has exactly this address on a segment. */
  holder(segment: Segment | undefined, address: Address): CheckedAddress | undefined {
    return segment && this.onSegment.get(segment)?.get(addressText(address))
  }

  /** The canonical texts of all addresses on a segment with their holders. */
  addressesOn(segment: Segment): ReadonlyMap<string, CheckedAddress> {
    return this.onSegment.get(segment) ?? new Map()
  }
}

/** An interface as people name it. */
export function interfaceText({ node, view }: CheckedInterface): string {
  return view.self ? node : `${node}:${view.name}`
}
