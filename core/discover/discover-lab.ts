import { checkLab } from '../check/check'
import { elementKey } from '../lab/element'
import { emptyLab } from '../lab/empty'
import { HOST } from '../lab/ids'
import { type Lab, LIMITS, labSchema } from '../lab/schema'
import type { Discovery } from './discovery'
import { Draft, deviceKey } from './draft'
import type { DiscoverFinding } from './finding'
import { drawInterfaces } from './interfaces'
import { drawLinks } from './links'
import { drawRoutes } from './routes'
import { readRules } from './rules'

/** The most NAT rules that a lab's node holds. */
const MAX_RULES = 256

/** A drawing of a machine. */
export interface Discovered {
  lab: Lab
  findings: DiscoverFinding[]
  /** The lab's nodes by the keys of the namespaces. */
  nodes: ReadonlyMap<string, string>
  /** Bridges' nodes, by namespace and index (`deviceKey`). */
  bridges: ReadonlyMap<string, string>
  /** Links with the end, by namespace and index of the interface. */
  ends: ReadonlyMap<string, { link: string; end: 0 | 1 }>
}

/**
 * Draws a machine as a lab of this name, foreign or not: what is there, and nothing that is only derived (connected routes, link-local
 * addresses, MACs that nobody relies on). What a lab cannot hold is a finding with its reason; the rest is drawn all the same. Total.
 */
export function discoverLab(discovery: Discovery, name: string): Discovered {
  const draft = new Draft(discovery, name)
  const { lab, findings } = draft
  if (Object.keys(discovery.state.namespaces).length > LIMITS.nodes) {
    const count = Object.keys(discovery.state.namespaces).length
    draft.tell('discover-too-many', 'warning', { kind: 'lab' }, { what: 'nodes', count, max: LIMITS.nodes })
    return { lab, findings, nodes: new Map(), bridges: new Map(), ends: new Map() }
  }
  drawNodes(draft)
  drawInterfaces(draft)
  const ends = drawLinks(draft)
  drawRoutes(draft)
  for (const [key] of draft.namespaces) drawRest(draft, key)
  tellUnreadable(draft)
  tellErrors(draft)
  const { nodes, bridges } = draft
  if (labSchema.safeParse(lab).success) return { lab, findings, nodes, bridges, ends }
  draft.tell(
    'discover-too-many',
    'warning',
    { kind: 'lab' },
    { what: 'nodes', count: Object.keys(lab.nodes).length, max: LIMITS.nodes },
  )
  return { lab: emptyLab(name), findings, nodes: new Map(), bridges: new Map(), ends: new Map() }
}

/** Namespaces first: they keep their names where a bridge has the same. */
function drawNodes(draft: Draft): void {
  for (const [key] of draft.namespaces) {
    if (key === HOST) draft.nodes.set(key, HOST)
    else {
      const { names = [], process } = draft.discovery.places[key] ?? {}
      const unnamed = names.length === 0
      const wanted = names[0] ?? (process ? `${process.name}-${process.pid}` : key)
      const node = draft.addNode(wanted, { kind: 'namespace' }, unnamed)
      draft.nodes.set(key, node)
      const element = { kind: 'node', node } as const
      if (unnamed && process)
        draft.tell('discover-unnamed', 'info', element, { name: node, pid: process.pid, process: process.name })
      if (names.length > 1) draft.tell('discover-many-names', 'info', element, { name: node, others: names.slice(1).join(', ') })
    }
  }
  for (const [key, { links }] of draft.namespaces) {
    for (const { index, name, kind } of Object.values(links).sort((a, b) => a.index - b.index))
      if (kind === 'bridge') draft.bridges.set(deviceKey(key, index), draft.addNode(name, { kind: 'bridge' }))
  }
}

/** Forwarding, NAT and neighbours of one namespace. */
function drawRest(draft: Draft, key: string): void {
  const node = draft.routed(key)
  const name = draft.nodes.get(key)
  const netns = draft.discovery.state.namespaces[key]
  if (!node || !netns || name === undefined) return
  const element = { kind: 'node', node: name } as const
  const { ipv4, ipv6 } = netns.forwarding
  if (ipv4 || ipv6) node.forwarding = true
  if (ipv4 !== ipv6) draft.tell('discover-half-forwarding', 'info', element, { family: ipv4 ? 'IPv4' : 'IPv6', name })
  const { nat, findings } = readRules({
    node: name,
    own: netns.nat,
    raw: draft.discovery.places[key]?.rules,
    interfaces: [...draft.devices.values()].flatMap((device) => (device.netns === key ? [device.name] : [])),
    hasIpv6: Object.values(netns.links).some(({ addresses }) =>
      addresses.some((one) => !one.automatic && one.address.includes(':')),
    ),
  })
  for (const finding of findings) draft.findings.push({ ...finding, element })
  if (nat.length > MAX_RULES)
    draft.tell('discover-too-many', 'warning', element, { what: 'rules', count: nat.length, max: MAX_RULES })
  if (nat.length > 0) node.nat = nat.slice(0, MAX_RULES)
  const fixed = netns.neighbours.filter(({ state }) => state === 'PERMANENT')
  if (fixed.length > 0) draft.tell('discover-neighbours', 'warning', element, { count: fixed.length })
}

function tellUnreadable(draft: Draft): void {
  for (const item of draft.discovery.unreadable) {
    if (item.what === 'namespace') draft.tell('discover-closed', 'warning', { kind: 'lab' }, { name: item.name })
    else if (item.what === 'processes') draft.tell('discover-hidden-processes', 'warning', { kind: 'lab' }, { count: item.count })
    else
      draft.tell(
        'discover-hidden-rules',
        'warning',
        { kind: 'node', node: draft.nodes.get(item.netns) ?? HOST },
        { words: item.error },
      )
  }
}

/**
 * What keeps the lab from being applied as it is drawn. Routes and rules that no plan would take are left out; whatever else the checks
 * find stays, to be mended in the lab. That an interface has no link was said when it was drawn.
 */
function tellErrors(draft: Draft): void {
  const { lab } = draft
  const refused = new Set<string>()
  for (const { element, severity, code, params } of checkLab(lab)) {
    if (severity !== 'error' || code === 'interface-without-link') continue
    if (element.kind === 'route' || element.kind === 'nat') refused.add(elementKey(element))
    draft.tell(
      code,
      'warning',
      element.kind === 'route' || element.kind === 'nat' ? { kind: 'node', node: element.node } : element,
      params,
    )
  }
  if (refused.size === 0) return
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge') continue
    const kept = (kind: 'route' | 'nat') => (_: unknown, index: number) => !refused.has(elementKey({ kind, node: name, index }))
    if (node.routes) node.routes = node.routes.filter(kept('route'))
    if (node.nat) node.nat = node.nat.filter(kept('nat'))
    if (node.routes?.length === 0) delete node.routes
    if (node.nat?.length === 0) delete node.nat
  }
}
