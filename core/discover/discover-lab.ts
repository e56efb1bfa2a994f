import { checkLab } from '../check/check'
import { emptyLab } from '../lab/empty'
import { HOST } from '../lab/ids'
import { type Lab, LIMITS, labSchema, type Neighbour, type RoutedNode } from '../lab/schema'
import { drawDhcp } from './dhcp'
import type { Discovery } from './discovery'
import { Draft, deviceKey } from './draft'
import type { DiscoverFinding } from './finding'
import { drawInterfaces } from './interfaces'
import { drawLinks } from './links'
import { drawRoutes } from './routes'
import { readRules } from './rules'

/** The most NAT rules and neighbours that a lab's node holds. */
const MAX_RULES = 256
const MAX_NEIGHBOURS = 1024
/** How many closed namespaces are named. */
const MAX_NAMED = 6

const NOTHING = { nodes: new Map(), bridges: new Map(), names: new Map(), ends: new Map() } as const

/** A drawing of a machine. */
export interface Discovered {
  lab: Lab
  findings: DiscoverFinding[]
  /** The lab's nodes by the keys of the namespaces. */
  nodes: ReadonlyMap<string, string>
  /** Bridges' nodes, by namespace and index (`deviceKey`). */
  bridges: ReadonlyMap<string, string>
  /** Drawn interfaces, with the names that they have in the lab, by the same keys. */
  names: ReadonlyMap<string, string>
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
    return { lab, findings, ...NOTHING }
  }
  drawNodes(draft)
  drawInterfaces(draft)
  const ends = drawLinks(draft)
  drawRoutes(draft, drawDhcp(draft))
  const inside = new Map<string, string[]>()
  for (const { netns, name: device } of draft.devices.values()) {
    const here = inside.get(netns)
    if (here) here.push(device)
    else inside.set(netns, [device])
  }
  for (const [key] of draft.namespaces) drawRest(draft, key, inside.get(key) ?? [])
  tellUnreadable(draft)
  tellErrors(draft)
  const { nodes, bridges } = draft
  const names = new Map([...draft.devices].map(([key, device]) => [key, device.name]))
  const { error } = labSchema.safeParse(lab)
  if (!error) return { lab, findings, nodes, bridges, names, ends }
  draft.tell('discover-unfit', 'warning', { kind: 'lab' }, { path: (error.issues[0]?.path ?? []).join('.') })
  return { lab: emptyLab(name), findings, ...NOTHING }
}

/** Namespaces first: they keep their names where a bridge has the same. */
function drawNodes(draft: Draft): void {
  for (const [key] of draft.namespaces) {
    const { names = [], process, containers = [] } = draft.discovery.places[key] ?? {}
    const [container, ...others] = containers
    if (key === HOST) {
      draft.nodes.set(key, HOST)
      if (container)
        tellHostContainers(
          draft,
          containers.map(({ name }) => name),
        )
    } else if (container) {
      const { engine, name } = container
      const identity = { ...(engine !== 'docker' && { engine }), container: name }
      const node = draft.addNode(name, { kind: 'container', ...identity })
      draft.nodes.set(key, node)
      if (others.length > 0)
        draft.tell(
          'discover-container-shares',
          'info',
          { kind: 'node', node },
          { name, others: others.map((one) => one.name).join(', ') },
        )
    } else {
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

function tellHostContainers(draft: Draft, names: readonly string[]): void {
  draft.tell('discover-container-host', 'info', { kind: 'node', node: HOST }, { names: names.join(', ') })
}

/** Forwarding, NAT and neighbours of one namespace. */
function drawRest(draft: Draft, key: string, interfaces: readonly string[]): void {
  const node = draft.routed(key)
  const name = draft.nodes.get(key)
  const netns = draft.discovery.state.namespaces[key]
  if (!node || !netns || name === undefined) return
  const element = { kind: 'node', node: name } as const
  const { ipv4, ipv6 } = netns.forwarding
  if (ipv4 || ipv6) node.forwarding = true
  if (ipv4 !== ipv6) draft.tell('discover-half-forwarding', 'info', element, { family: ipv4 ? 'IPv4' : 'IPv6', name })
  const { nat, filter, findings } = readRules({
    node: name,
    own: netns.nat,
    raw: draft.discovery.places[key]?.rules,
    interfaces,
    hasIpv6: Object.values(netns.links).some(({ addresses }) =>
      addresses.some((one) => !one.automatic && one.address.includes(':')),
    ),
  })
  for (const finding of findings) draft.findings.push({ ...finding, element })
  if (nat.length > MAX_RULES)
    draft.tell('discover-too-many', 'warning', element, { what: 'rules', count: nat.length, max: MAX_RULES })
  if (nat.length > 0) node.nat = nat.slice(0, MAX_RULES)
  if (filter) node.filter = filter
  drawNeighbours(draft, key, node)
}

/** The neighbours that somebody wrote down; those that the kernel found by asking come and go. */
function drawNeighbours(draft: Draft, key: string, node: RoutedNode): void {
  const { links = {}, neighbours = [] } = draft.discovery.state.namespaces[key] ?? {}
  const indexes = new Map(Object.values(links).map((link) => [link.name, link.index]))
  const drawn = neighbours.flatMap(({ address, mac, dev, state }): Neighbour[] => {
    const name = draft.devices.get(deviceKey(key, indexes.get(dev) ?? 0))?.name
    return state === 'PERMANENT' && mac !== undefined && name !== undefined ? [{ address, mac, dev: name }] : []
  })
  const element = { kind: 'node', node: draft.nodes.get(key) ?? HOST } as const
  if (drawn.length > MAX_NEIGHBOURS)
    draft.tell('discover-too-many', 'warning', element, { what: 'neighbours', count: drawn.length, max: MAX_NEIGHBOURS })
  if (drawn.length > 0) node.neighbours = drawn.slice(0, MAX_NEIGHBOURS)
}

function tellUnreadable(draft: Draft): void {
  const closed = draft.discovery.unreadable.flatMap((item) => (item.what === 'namespace' ? [item.name] : []))
  const names = `${closed.slice(0, MAX_NAMED).join(', ')}${closed.length > MAX_NAMED ? ' …' : ''}`
  if (closed.length > 0) draft.tell('discover-closed', 'warning', { kind: 'lab' }, { count: closed.length, names })
  for (const item of draft.discovery.unreadable) {
    if (item.what === 'namespace') continue
    if (item.what === 'processes') draft.tell('discover-hidden-processes', 'warning', { kind: 'lab' }, { count: item.count })
    else if (item.what === 'names') draft.tell('discover-hidden-names', 'warning', { kind: 'lab' }, { words: item.error })
    else
      draft.tell(
        'discover-hidden-rules',
        'warning',
        { kind: 'node', node: draft.nodes.get(item.netns) ?? HOST },
        { words: item.error },
      )
  }
}

/** What a node holds in lists, of which single entries can be left out. */
const LISTS = ['routes', 'nat', 'neighbours'] as const

/**
 * What keeps the lab from being applied as it is drawn. Routes, rules and neighbours that no plan would take are left out; whatever else
 * the checks find stays, to be mended in the lab. That an interface has no link was said when it was drawn.
 */
function tellErrors(draft: Draft): void {
  const { lab } = draft
  const refused = new Set<string>()
  for (const { element, path, severity, code, params } of checkLab(lab)) {
    if (severity !== 'error' || code === 'interface-without-link') continue
    const [, node, list, index] = path
    if (LISTS.some((one) => one === list)) refused.add(`${node} ${list} ${index}`)
    draft.tell(code, 'warning', 'index' in element ? { kind: 'node', node: element.node } : element, params)
  }
  if (refused.size === 0) return
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge') continue
    for (const list of LISTS) {
      const kept = node[list]?.filter((_: unknown, index: number) => !refused.has(`${name} ${list} ${index}`))
      if (kept && kept.length === node[list]?.length) continue
      if (kept?.length) Object.assign(node, { [list]: kept })
      else delete node[list]
    }
  }
}
