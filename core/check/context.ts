import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { type Segment, segmentsOf } from '../lab/segments'
import { type InterfaceView, interfacesOf } from '../lab/view'
import { type Address, addressText, type Cidr, type Family, networkOf, parseCidr } from '../net/address'
import { nearest } from '../net/similar'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { Diagnostic, DocPath, Severity } from './diagnostic'

/** One address of an interface that could be read. */
export class CheckedAddress {
  constructor(
    readonly text: string,
    readonly cidr: Cidr,
    readonly owner: CheckedInterface,
    private readonly index: number,
  ) {}

  get path(): DocPath {
    return [...this.owner.path, 'addresses', this.index]
  }
}

const NO_ADDRESSES: readonly CheckedAddress[] = []

/** An interface with its addresses read once, for every rule. What only a finding needs is made when there is one. */
export class CheckedInterface {
  addresses = NO_ADDRESSES

  constructor(
    readonly node: string,
    readonly netns: string,
    readonly view: InterfaceView,
    readonly segment: Segment | undefined,
    /** The bridge that it is a port of. */
    readonly port: string | undefined,
  ) {}

  get up(): boolean {
    return this.view.config.up !== false
  }

  get path(): (string | number)[] {
    return this.view.self ? ['nodes', this.node] : ['nodes', this.node, 'interfaces', this.view.name]
  }

  get element(): ElementRef {
    return { kind: 'interface', node: this.node, name: this.view.name }
  }
}

/** The addresses of a namespace in networks of one length, by network: a lookup does not grow with their number. */
interface Networks {
  family: Family
  prefix: number
  at: Map<bigint, CheckedAddress[]>
}

/** A namespace (or the host) with all that lives in it. */
export interface CheckedNetns {
  name: string
  interfaces: CheckedInterface[]
  /** By name; the first of equals. */
  byName: Map<string, CheckedInterface>
  networks: Networks[]
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
    const { interfaces, byName } = home
    for (const view of interfacesOf(lab, node)) {
      const segment = view.self
        ? segments.ofBridge.get(node)
        : view.link === undefined
          ? undefined
          : segments.ofLink.get(view.link)
      const port = found.kind === 'bridge' && !view.self ? node : undefined
      const checked = new CheckedInterface(node, netns, view, segment, port)
      interfaces.push(checked)
      if (!byName.has(view.name)) byName.set(view.name, checked)
      this.interfaces.push(checked)
      if (view.config.addresses?.length) this.addAddresses(home, checked, view.config.addresses)
    }
  }

  private home(name: string): CheckedNetns {
    const before = this.netns.get(name)
    if (before) return before
    const made: CheckedNetns = { name, interfaces: [], byName: new Map(), networks: [] }
    this.netns.set(name, made)
    return made
  }

  private addAddresses(home: CheckedNetns, owner: CheckedInterface, texts: readonly string[]): void {
    const read: CheckedAddress[] = []
    for (const [index, text] of texts.entries()) {
      const cidr = parseCidr(text)
      if (typeof cidr === 'string') continue
      const address = new CheckedAddress(text, cidr, owner, index)
      read.push(address)
      if (owner.port !== undefined) continue
      let networks = home.networks.find(({ family, prefix }) => family === cidr.family && prefix === cidr.prefix)
      if (!networks) {
        networks = { family: cidr.family, prefix: cidr.prefix, at: new Map() }
        home.networks.push(networks)
      }
      const { value } = networkOf(cidr)
      const same = networks.at.get(value)
      if (same) same.push(address)
      else networks.at.set(value, [address])
      if (owner.segment) this.addHolder(owner.segment, address)
    }
    owner.addresses = read
  }

  private addHolder(segment: Segment, address: CheckedAddress): void {
    let there = this.onSegment.get(segment)
    if (!there) {
      there = new Map()
      this.onSegment.set(segment, there)
    }
    const key = addressText(address.cidr)
    if (!there.has(key)) there.set(key, address)
  }

  /** The addresses of a namespace whose networks hold `address`, longest prefix first; those on ports do not count. */
  connected(netns: string, address: Address): CheckedAddress[] {
    const found: CheckedAddress[] = []
    for (const { family, prefix, at } of this.netns.get(netns)?.networks ?? []) {
      if (family !== address.family) continue
      const near = at.get(networkOf({ family, value: address.value, prefix }).value)
      if (near) found.push(...near)
    }
    return found.sort((a, b) => b.cidr.prefix - a.cidr.prefix)
  }

  /** An interface of the namespace that is in exactly this network. */
  inNetwork(netns: string, network: Cidr): CheckedInterface | undefined {
    const same = this.netns
      .get(netns)
      ?.networks.find(({ family, prefix }) => family === network.family && prefix === network.prefix)
    return same?.at.get(network.value)?.[0]?.owner
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
