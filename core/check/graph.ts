import { type Endpoint, HOST, nodeId, parseEndpoint } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { isInterfaceName } from '../net/names'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { Context } from './context'

/** So many rings are spelled out; the search for their bridges is not for thousands. */
const MAX_RING_TEXTS = 20

/** The shape of the drawing: what nodes are and where they live, what links join. */
export function checkGraph(context: Context): void {
  checkNodes(context)
  checkLinks(context)
  checkRings(context)
  const { lab } = context
  for (const node of Object.keys(lab.layout ?? {}))
    if (!lab.nodes[node]) context.report('layout-unknown-node', { kind: 'lab' }, ['layout', node], { node }, 'warning')
}

function checkNodes(context: Context): void {
  const { lab } = context
  const ids = new Map<string, string>()
  for (const [name, node] of Object.entries(lab.nodes)) {
    const element = { kind: 'node', node: name } as const
    const path = ['nodes', name]
    if (name === HOST && node.kind !== 'host') context.report('host-kind', element, [...path, 'kind'])
    if (name !== HOST && node.kind === 'host') context.report('host-name', element, [...path, 'kind'], { node: name })
    const id = nodeId(name, node)
    const other = ids.get(id)
    if (other !== undefined) context.report('duplicate-node-id', element, [...path, 'id'], { node: name, other, id })
    else ids.set(id, name)
    if (node.kind !== 'bridge') continue
    if (!isInterfaceName(name) || name === 'lo') context.report('bad-bridge-name', element, path, { name })
    checkHome(context, name, node.on ?? HOST)
  }
}

function checkHome(context: Context, bridge: string, on: string): void {
  const { lab } = context
  const element = { kind: 'node', node: bridge } as const
  const path = ['nodes', bridge, 'on']
  const home = lab.nodes[on]
  if (on === bridge) context.report('on-itself', element, path, { bridge })
  else if (!home) {
    const near = context.nearest(on, () => Object.keys(lab.nodes).filter((name) => lab.nodes[name]?.kind !== 'bridge'))
    context.report('on-unknown', element, path, { bridge, on, near })
  } else if (home.kind === 'bridge') context.report('on-bridge', element, path, { bridge, on, netns: home.on ?? HOST })
}

function checkLinks(context: Context): void {
  const { lab } = context
  const used = new Set<string>()
  let index = 0
  for (const [link, { endpoints }] of Object.entries(lab.links)) {
    const a = parseEndpoint(endpoints[0])
    const b = parseEndpoint(endpoints[1])
    checkEnd({ context, link, index, end: 0 }, a, endpoints[0], used)
    checkEnd({ context, link, index, end: 1 }, b, endpoints[1], used)
    if (a.node === b.node && lab.nodes[a.node]?.kind === 'bridge')
      context.report('link-on-one-bridge', { kind: 'link', link }, ['links', index], { bridge: a.node })
    index++
  }
}

/** One end of a link that is being looked at. */
interface End {
  context: Context
  link: string
  index: number
  end: 0 | 1
}

function reportEnd({ context, link, index, end }: End, code: DiagnosticCode, params: Record<string, string | number>): void {
  context.report(code, { kind: 'link', link }, ['links', index, 'endpoints', end], params)
}

function checkEnd(at: End, { node, interface: name }: Endpoint, text: string, used: Set<string>): void {
  const { lab } = at.context
  const found = lab.nodes[node]
  if (!found) {
    reportEnd(at, 'unknown-node', { node, near: at.context.nearest(node, () => Object.keys(lab.nodes)) })
    return
  }
  if (used.has(text)) reportEnd(at, 'endpoint-used-twice', { node, name })
  used.add(text)
  if (name === 'lo') reportEnd(at, 'loopback-endpoint', { node })
  if (found.kind !== 'bridge') return
  const namesake = lab.nodes[name]
  if (namesake?.kind === 'bridge' && (namesake.on ?? HOST) === (found.on ?? HOST))
    reportEnd(at, 'bridge-as-port', { name, bridge: node })
}

function isDown(lab: Lab, end: Endpoint): boolean {
  return lab.nodes[end.node]?.interfaces?.[end.interface]?.up === false
}

/** A ring is closed by the first link, in the document's order, between bridges that are joined already. A bridge with STP opens it. */
function checkRings(context: Context): void {
  const { lab } = context
  const parents = new Map<string, string>()
  let rings = 0
  const root = (bridge: string): string => {
    let top = bridge
    for (let up = parents.get(top); up !== undefined; up = parents.get(top)) top = up
    return top
  }
  const plain = (name: string) => {
    const node = lab.nodes[name]
    return node?.kind === 'bridge' && !node.stp && node.up !== false
  }
  if (Object.values(lab.nodes).filter(({ kind }) => kind === 'bridge').length < 2) return
  for (const [link, { endpoints }] of Object.entries(lab.links)) {
    const a = parseEndpoint(endpoints[0])
    const b = parseEndpoint(endpoints[1])
    if (a.node === b.node || !plain(a.node) || !plain(b.node) || isDown(lab, a) || isDown(lab, b)) continue
    const [left, right] = [root(a.node), root(b.node)]
    if (left !== right) parents.set(left, right)
    else {
      const path = ['links', context.linkIndex.get(link) ?? 0]
      const bridges = ++rings > MAX_RING_TEXTS ? `${a.node}, ${b.node}` : ringText(lab, a.node, b.node, link)
      context.report('bridge-ring', { kind: 'link', link }, path, { bridges })
    }
  }
}

/** The bridges of the ring that `link` closes, in order. */
function ringText(lab: Lab, from: string, to: string, link: string): string {
  const before = new Map<string, string>([[from, from]])
  const open = [from]
  for (let at = open.shift(); at !== undefined && at !== to; at = open.shift()) {
    for (const [id, { endpoints }] of Object.entries(lab.links)) {
      if (id === link) break
      const [a, b] = endpoints.map((text) => parseEndpoint(text).node)
      const next = a === at ? b : b === at ? a : undefined
      if (next === undefined || before.has(next) || lab.nodes[next]?.kind !== 'bridge') continue
      before.set(next, at)
      open.push(next)
    }
  }
  const ring = [to]
  for (let at = before.get(to); at !== undefined && ring.at(-1) !== from; at = before.get(at)) ring.push(at)
  return ring.join(', ')
}
