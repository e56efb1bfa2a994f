import { HOST } from '../../../core/lab/ids'
import type { Lab } from '../../../core/lab/schema'
import { type InterfaceView, interfacesOf, netnsOf } from '../../../core/lab/view'
import { addressOf, addressText, type Cidr, cidrOf, contains, networkOf, specialRange } from '../../../core/net/address'
import type { AgentError } from '../../../core/protocol/agent'
import type { MachineState } from '../../../core/state/state'
import type { Namespace } from '../kernel/namespace'
import type { Namespaces } from '../kernel/namespaces'

/** A request that cannot be answered, as the protocol says so. */
export class Refusal extends Error {
  override name = 'Refusal'

  constructor(
    readonly code: AgentError['code'],
    message: string,
    readonly lab?: string,
  ) {
    super(message)
  }
}

/** The namespace that a node's programs run in. A name that no lab knows may still be a namespace of the machine. */
export function nodeNamespace(lab: Lab | undefined, namespaces: Namespaces, node: string): Namespace {
  const name = lab && Object.hasOwn(lab.nodes, node) ? netnsOf(lab, node) : node
  const namespace = namespaces.find(name)
  if (namespace) return namespace
  const drawn = lab !== undefined && Object.hasOwn(lab.nodes, node)
  throw new Refusal(
    'unknown-node',
    drawn ? `${node} does not exist on the machine; apply the lab first` : `there is no node ${node}`,
  )
}

function cidrsOf(view: InterfaceView): Cidr[] {
  return (view.config.addresses ?? []).map(cidrOf).filter((cidr) => cidr !== undefined)
}

/** What an interface of a namespace was given by a DHCP server. */
function leasedOn(state: MachineState, netns: string): (view: InterfaceView) => Cidr[] {
  const links = Object.values(state.namespaces[netns]?.links ?? {})
  return ({ name, config }) => {
    const found = config.dhcp ? links.find((link) => link.name === name) : undefined
    return (found?.addresses ?? []).flatMap(({ address, dynamic }) => (dynamic && cidrOf(address)) || [])
  }
}

function usable(cidr: Cidr): boolean {
  return specialRange(cidr) !== 'loopback'
}

/**
 * The address that a probe from `from` goes to: the address itself, or the node's or the interface's. Of several, one on a
 * network that the source is on too, else the first.
 */
export function resolveTarget(lab: Lab | undefined, state: MachineState, from: string, target: string): string {
  const address = addressOf(target)
  if (address) return addressText(address)
  const colon = target.indexOf(':')
  const node = colon < 0 ? target : target.slice(0, colon)
  if (!lab || !(Object.hasOwn(lab.nodes, node) || node === HOST))
    throw new Refusal('no-target', `${target} is neither an address nor a node of the lab that runs`)
  const interfaces = interfacesOf(lab, node).filter(({ name }) => colon < 0 || name === target.slice(colon + 1))
  if (interfaces.length === 0) throw new Refusal('no-target', `${node} has no interface ${target.slice(colon + 1)}`)
  const leased = leasedOn(state, netnsOf(lab, node))
  const candidates = interfaces.flatMap((view) => [...cidrsOf(view), ...leased(view)]).filter(usable)
  const networks = Object.hasOwn(lab.nodes, from)
    ? interfacesOf(lab, from)
        .flatMap((view) => [...cidrsOf(view), ...leasedOn(state, netnsOf(lab, from))(view)])
        .filter(usable)
        .map(networkOf)
    : []
  const best = candidates.find((cidr) => networks.some((network) => contains(network, cidr))) ?? candidates[0]
  if (!best) throw new Refusal('no-target', `${target} has no address to reach it by`)
  return addressText(best)
}
