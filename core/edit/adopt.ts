import type { Filter } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import { HOST, nodeNameById, parseEndpoint } from '../lab/ids'
import type { Lab, NatRule, Neighbour, Route } from '../lab/schema'
import { linksOf, netnsOf } from '../lab/view'
import { addressOf, addressText, cidrOf, cidrText } from '../net/address'
import { DEFAULT_MTU, desiredOfLab, LOOPBACK_MTU } from '../plan/desired'
import { routeText } from '../plan/drift'
import { filterOpRule, filterRuleKey, labFilterRule, parseFilterLine } from '../plan/filter'
import { natOpRule, natRuleKey, natRuleOf, parseNatRuleKey } from '../plan/nat'
import type { Drift } from '../plan/plan'
import type { MachineState } from '../state/state'
import { Edit, type Refused, refuse } from './build'
import type { Command } from './change'
import { setFilter } from './filter'
import { reconnectEnd } from './join'
import { setNat } from './nat'
import { setNeighbours } from './neighbours'
import { removeElements } from './remove'
import { renameInterface, renameNode } from './rename'
import { setRoutes } from './routes'
import { type InterfacePatch, patchInterface, setInterface } from './set-interface'
import { setNode } from './set-node'

function refused(drift: Drift): Refused {
  return refuse('cannot-adopt', drift.element, { what: drift.found ?? drift.wanted ?? '' })
}

/** The interface that a difference is about; a bridge's own carries the bridge's name. */
function interfaceOf(lab: Lab, drift: Drift): { node: string; name: string } | undefined {
  const { element } = drift
  if (element.kind === 'interface') return { node: element.node, name: element.name }
  return element.kind === 'node' && lab.nodes[element.node]?.kind === 'bridge'
    ? { node: element.node, name: element.node }
    : undefined
}

function addressesOf(lab: Lab, node: string, name: string): string[] {
  const found = lab.nodes[node]
  return (found?.kind === 'bridge' && name === node ? found.addresses : found?.interfaces?.[name]?.addresses) ?? []
}

function interfacePatch(lab: Lab, drift: Drift, at: { node: string; name: string }): InterfacePatch | undefined {
  const { field, found, wanted } = drift
  switch (field) {
    case 'up':
      return { up: found === 'up' }
    case 'mac':
      return { mac: found }
    case 'mtu': {
      const mtu = Number(found)
      return { mtu: mtu === (at.name === 'lo' ? LOOPBACK_MTU : DEFAULT_MTU) ? undefined : mtu }
    }
    case 'address': {
      // Those of one network in another order come as two lists.
      const gone = wanted?.split('; ') ?? []
      const kept = addressesOf(lab, at.node, at.name).filter((address) => {
        // A difference has addresses as the kernel writes them, and a lab as somebody typed them.
        const held = cidrOf(address)
        return !gone.includes(held ? cidrText(held) : address)
      })
      return { addresses: [...kept, ...(found?.split('; ') ?? [])] }
    }
    default:
      return undefined
  }
}

/** Reads a route as `routeText` writes it. */
function parseRoute(text: string): Route {
  const [to = '', ...words] = text.split(' ')
  const word = (key: string) => {
    const at = words.indexOf(key)
    return at < 0 ? undefined : words[at + 1]
  }
  const via = word('via')
  const dev = word('dev')
  const metric = word('metric')
  return {
    to,
    ...(via !== undefined && { via }),
    ...(dev !== undefined && { dev }),
    ...(metric !== undefined && { metric: Number(metric) }),
  }
}

function adoptRoute(lab: Lab, node: string, drift: Drift): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return refused(drift)
  const desired = desiredOfLab(lab).namespaces.get(netnsOf(lab, node))?.routes ?? []
  const gone = desired.find((route) => routeText(route) === drift.wanted)?.element
  const kept = (found.routes ?? []).filter((_, index) => gone?.kind !== 'route' || gone.index !== index)
  return setRoutes(lab, node, drift.found === undefined ? kept : [...kept, parseRoute(drift.found)])
}

/** Reads a neighbour as `neighbourText` writes it. */
function parseNeighbour(text: string): Neighbour | undefined {
  const [, address, mac, dev] = /^(\S+) lladdr (\S+) dev (\S+)$/.exec(text) ?? []
  return address === undefined || mac === undefined || dev === undefined ? undefined : { address, mac, dev }
}

function adoptNeighbour(lab: Lab, node: string, drift: Drift): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return refused(drift)
  const read = drift.found === undefined ? undefined : parseNeighbour(drift.found)
  if (drift.found !== undefined && !read) return refused(drift)
  const gone = drift.wanted === undefined ? undefined : parseNeighbour(drift.wanted)
  const isGone = ({ address, dev }: Neighbour) => {
    const held = addressOf(address)
    return gone !== undefined && held !== undefined && dev === gone.dev && addressText(held) === gone.address
  }
  const kept = (found.neighbours ?? []).filter((one) => !isGone(one))
  return setNeighbours(lab, node, read ? [...kept, read] : kept)
}

function keyOf(rule: NatRule): string | undefined {
  const written = natOpRule(rule)
  return written && natRuleKey(written)
}

function adoptRule(lab: Lab, node: string, drift: Drift): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return refused(drift)
  // The same rules in another order come as two lists.
  const wanted = drift.wanted?.split('; ') ?? []
  const read = (drift.found?.split('; ') ?? []).map(parseNatRuleKey)
  const rules = read.filter((rule) => rule !== undefined)
  if (rules.length < read.length) return refused(drift)
  const kept = (found.nat ?? []).filter((rule) => !wanted.includes(keyOf(rule) ?? ''))
  return setNat(lab, node, [...kept, ...rules.map(natRuleOf)])
}

/** The rules and policies that the machine has in the place of the lab's; those that it has not go, in whatever order both stand. */
function adoptFilter(lab: Lab, node: string, drift: Drift): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return refused(drift)
  const gone = drift.wanted?.split('; ') ?? []
  const read = (drift.found?.split('; ') ?? []).map(parseFilterLine)
  if (read.includes(undefined)) return refused(drift)
  const filter: Filter = {}
  for (const chain of FILTER_CHAINS) {
    const { policy = 'accept', rules = [] } = found.filter?.[chain] ?? {}
    const kept = rules.filter((rule) => {
      const op = filterOpRule(rule)
      return !op || !gone.includes(`${chain} ${filterRuleKey(op)}`)
    })
    const added = read.flatMap((one) => (one?.chain === chain && 'rule' in one ? [labFilterRule(one.rule)] : []))
    const policies = read.flatMap((one) => (one?.chain === chain && 'policy' in one ? [one.policy] : []))
    filter[chain] = {
      policy: policies[0] ?? (gone.includes(`${chain} policy drop`) ? 'accept' : policy),
      rules: [...kept, ...added],
    }
  }
  return setFilter(lab, node, filter)
}

/** The node that a namespace of the machine stands for. */
function nodeOfNetns(lab: Lab, netns: string, state: MachineState): string | undefined {
  if (netns === HOST) return HOST
  const owner = state.namespaces[netns]?.owner
  const node = owner?.lab === lab.name ? nodeNameById(lab, owner.id) : undefined
  return node !== undefined && lab.nodes[node]?.kind === 'namespace' ? node : undefined
}

function addressesInKernel(lab: string, id: string, end: 0 | 1, state: MachineState): string[] {
  for (const { links } of Object.values(state.namespaces)) {
    for (const { owner, addresses } of Object.values(links)) {
      if (owner?.lab !== lab || owner.id !== id || owner.end !== end) continue
      return addresses.filter(({ automatic, dynamic }) => !automatic && !dynamic).map(({ address }) => address)
    }
  }
  return []
}

function adoptPlace(lab: Lab, drift: Drift, state: MachineState): Command | Refused {
  const at = interfaceOf(lab, drift)
  const end = at && linksOf(lab, at.node).find(({ name }) => name === at.name)
  if (!at || !end) return refused(drift)
  let to: string | undefined
  if (drift.field === 'netns') to = drift.found === undefined ? undefined : nodeOfNetns(lab, drift.found, state)
  else if (drift.found === undefined) to = netnsOf(lab, at.node)
  else to = lab.nodes[drift.found]?.kind === 'bridge' ? drift.found : undefined
  if (to === undefined) return refused(drift)
  const moved = reconnectEnd(lab, end.link, end.end, to)
  if ('refused' in moved) return moved
  const edit = new Edit(lab).run(moved.command)
  // A drawn end is given an address where it arrives; this one has come with what it has.
  const endpoint = edit.lab.links[end.link]?.endpoints[end.end]
  const { node, interface: name } = parseEndpoint(endpoint ?? '')
  patchInterface(edit, node, name, { addresses: addressesInKernel(lab.name, end.link, end.end, state) })
  return edit.command('adopt')
}

function adoptName(lab: Lab, drift: Drift): Command | Refused {
  const { element, found } = drift
  if (found === undefined) return refused(drift)
  if (element.kind === 'interface') return renameInterface(lab, element.node, element.name, found)
  return element.kind === 'node' ? renameNode(lab, element.node, found) : refused(drift)
}

/**
 * The edit that takes one difference into the lab, so that the lab says what the machine has. Refused for what a lab cannot
 * say, such as a rule that we would never write or a link that has left for a place that is not drawn.
 */
export function adoptDrift(lab: Lab, drift: Drift, state: MachineState): Command | Refused {
  const edit = adopt(lab, drift, state)
  return 'refused' in edit ? edit : { ...edit, label: 'adopt' }
}

function adopt(lab: Lab, drift: Drift, state: MachineState): Command | Refused {
  const { element, field, found } = drift
  switch (field) {
    case 'missing':
      return removeElements(lab, [element])
    case 'extra':
    case 'service':
      return refused(drift)
    case 'name':
      return adoptName(lab, drift)
    case 'netns':
    case 'master':
      return adoptPlace(lab, drift, state)
    case 'forwarding':
    case 'stp':
      return element.kind === 'node' ? setNode(lab, element.node, { [field]: found === 'on' }) : refused(drift)
    case 'route':
      return 'node' in element ? adoptRoute(lab, element.node, drift) : refused(drift)
    case 'neighbour':
      return 'node' in element ? adoptNeighbour(lab, element.node, drift) : refused(drift)
    case 'nat':
      return 'node' in element ? adoptRule(lab, element.node, drift) : refused(drift)
    case 'filter':
      return 'node' in element ? adoptFilter(lab, element.node, drift) : refused(drift)
    case 'up':
    case 'mac':
    case 'mtu':
    case 'address': {
      const at = interfaceOf(lab, drift)
      const patch = at && interfacePatch(lab, drift, at)
      return at && patch ? setInterface(lab, at.node, at.name, patch) : refused(drift)
    }
  }
}
