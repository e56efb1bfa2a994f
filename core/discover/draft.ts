import type { ElementRef } from '../lab/element'
import { emptyLab } from '../lab/empty'
import { HOST } from '../lab/ids'
import type { BridgeNode, ContainerNode, Lab, NamespaceNode, RoutedNode } from '../lab/schema'
import type { LinkState, NetnsState } from '../state/state'
import type { Discovery } from './discovery'
import type { DiscoverFinding } from './finding'
import { Names } from './names'

/** One kernel interface on its way into a lab. */
export interface Device {
  netns: string
  link: LinkState
  /** The node that it is drawn on, and its name there. */
  node: string
  name: string
}

/** A lab that is being made of a machine, with what is told about it, and which of its elements stands for what. */
export class Draft {
  readonly lab: Lab
  readonly findings: DiscoverFinding[] = []
  /** Nodes by the key of their namespace. */
  readonly nodes = new Map<string, string>()
  /** The nodes of bridges by namespace and index. */
  readonly bridges = new Map<string, string>()
  /** Drawn interfaces by namespace and index, in the order of the kernel. */
  readonly devices = new Map<string, Device>()
  private readonly names = new Names([HOST])

  constructor(
    readonly discovery: Discovery,
    name: string,
  ) {
    this.lab = emptyLab(name)
  }

  /** The namespaces, the root first. */
  get namespaces(): [string, NetnsState][] {
    const entries = Object.entries(this.discovery.state.namespaces)
    return [...entries.filter(([key]) => key === HOST), ...entries.filter(([key]) => key !== HOST)]
  }

  tell(code: DiscoverFinding['code'], severity: DiscoverFinding['severity'], element: ElementRef, params = {}): void {
    this.findings.push({ code, severity, element, params })
  }

  /** Adds a node under a name that a lab can have; tells when that differs from what the kernel calls it. */
  addNode(wanted: string, node: NamespaceNode | ContainerNode | BridgeNode, unnamed = false): string {
    const name = this.names.node(wanted, node.kind === 'bridge')
    this.lab.nodes[name] = node
    if (name !== wanted && !unnamed)
      this.tell('discover-renamed', 'warning', { kind: 'node', node: name }, { name: wanted, to: name })
    return name
  }

  /** The node of a namespace's own interfaces. */
  routed(key: string): RoutedNode | undefined {
    const node = this.lab.nodes[this.nodes.get(key) ?? '']
    return node?.kind === 'bridge' ? undefined : node
  }
}

export function deviceKey(netns: string, index: number): string {
  return `${netns} ${index}`
}
