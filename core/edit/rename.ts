import type { Filter } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import { HOST, nodeId } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { bridgesOn, homeOf, interfacesOf, linksOf, netnsOf } from '../lab/view'
import { isInterfaceName } from '../net/names'
import { refuseNodeName } from './add-node'
import { Edit, missing, type Refused, refuse } from './build'
import type { Command } from './change'
import { interfaceNames } from './naming'

/** Follows a renamed interface in the routes, neighbours, rules and DHCP server of the node whose namespace it is in. */
function renameUses(edit: Edit, home: string, from: string, to: string): void {
  const node = edit.lab.nodes[home]
  if (!node || node.kind === 'bridge') return
  for (const [index, route] of (node.routes ?? []).entries())
    if (route.dev === from) edit.set(['nodes', home, 'routes', index, 'dev'], to)
  for (const [index, { dev }] of (node.neighbours ?? []).entries())
    if (dev === from) edit.set(['nodes', home, 'neighbours', index, 'dev'], to)
  if (node.dhcpServer?.interface === from) edit.set(['nodes', home, 'dhcpServer', 'interface'], to)
  for (const [index, rule] of (node.nat ?? []).entries()) {
    const field = rule.type === 'dnat' ? 'in' : 'out'
    if ((rule.type === 'dnat' ? rule.in : rule.out) === from) edit.set(['nodes', home, 'nat', index, field], to)
  }
  if (node.filter) renameInFilter(edit, home, node.filter, from, to)
}

/** Follows a renamed interface in the packet filter of its namespace. */
function renameInFilter(edit: Edit, netns: string, filter: Filter, from: string, to: string): void {
  for (const chain of FILTER_CHAINS) {
    for (const [index, rule] of (filter[chain]?.rules ?? []).entries()) {
      for (const field of ['in', 'out'] as const)
        if (rule[field] === from) edit.set(['nodes', netns, 'filter', chain, 'rules', index, field], to)
    }
  }
}

function setEnd(edit: Edit, link: string, end: 0 | 1, node: string, name: string): void {
  edit.set(['links', link, 'endpoints', end], `${node}:${name}`)
}

/** Renames a node. It keeps its stable id, so that the kernel's namespace or bridge is renamed too, not made anew. */
export function renameNode(lab: Lab, from: string, to: string): Command | Refused {
  const node = lab.nodes[from]
  if (!node) return missing(from)
  const edit = new Edit(lab)
  if (from === to) return edit.command('rename-node')
  if (node.kind === 'host') return refuse('host-stays', { kind: 'node', node: from })
  const netns = netnsOf(lab, from)
  const refused = refuseNodeName(lab, node.kind, to, netns, from)
  if (refused) return refused
  const id = nodeId(from, node)
  const bridges = node.kind === 'bridge' ? [] : bridgesOn(lab, from)
  const links = linksOf(lab, from)
  edit.rename(['nodes'], from, to).set(['nodes', to, 'id'], id === to ? undefined : id)
  for (const bridge of bridges) edit.set(['nodes', bridge, 'on'], to)
  for (const { link, end, name } of links) setEnd(edit, link, end, to, name)
  if (lab.layout?.[from]) edit.rename(['layout'], from, to)
  if (node.kind === 'bridge') {
    renameUses(edit, netns, from, to)
    for (const [name, { bridge }] of Object.entries(lab.nodes[HOST]?.interfaces ?? {}))
      if (bridge === from) edit.set(['nodes', HOST, 'interfaces', name, 'bridge'], to)
  }
  return edit.command('rename-node')
}

/** Renames an interface in place; routes, neighbours and rules that name it follow. A bridge's own interface is renamed with the bridge. */
export function renameInterface(lab: Lab, node: string, from: string, to: string): Command | Refused {
  const view = interfacesOf(lab, node).find(({ name }) => name === from)
  if (!view) return missing(`${node}:${from}`)
  const element = { kind: 'interface', node, name: from } as const
  const edit = new Edit(lab)
  if (from === to) return edit.command('rename-interface')
  if (view.self || from === 'lo') return refuse('not-an-interface-of-its-own', element, { name: from })
  if (!isInterfaceName(to)) return refuse('bad-interface-name', element, { name: to })
  const netns = netnsOf(lab, node)
  if (interfaceNames(lab, netns).has(to)) return refuse('name-taken', element, { name: to })
  for (const link of linksOf(lab, node)) if (link.name === from) setEnd(edit, link.link, link.end, node, to)
  const interfaces = lab.nodes[node]?.interfaces
  if (interfaces && Object.hasOwn(interfaces, from)) edit.rename(['nodes', node, 'interfaces'], from, to)
  renameUses(edit, homeOf(lab, node), from, to)
  return edit.command('rename-interface')
}
