import type { LinkState, MachineState, NetnsState } from '../state/state'
import type { Discovered } from './discover-lab'
import type { Discovery } from './discovery'
import { deviceKey } from './draft'

/**
 * The state of a discovered machine in the terms of its drawing: namespaces under their nodes' names, and every drawn element marked as what
 * it was drawn as, whoever it belongs to. It is for showing lights and counters beside the drawing, never for a plan.
 */
export function shownState({ state }: Discovery, { lab, nodes, bridges, names, ends }: Discovered): MachineState {
  const shownLink = (key: string, link: LinkState): LinkState => {
    const at = deviceKey(key, link.index)
    const { owner: _, ...plain } = link
    const end = ends.get(at)
    const bridge = bridges.get(at)
    const owner = end ? { lab: lab.name, id: end.link, end: end.end } : bridge !== undefined && { lab: lab.name, id: bridge }
    const peer = link.peer && { netns: nodes.get(link.peer.netns) ?? link.peer.netns, index: link.peer.index }
    return { ...plain, name: names.get(at) ?? link.name, ...(owner && { owner }), ...(peer && { peer }) }
  }
  const namespaces = Object.entries(state.namespaces).flatMap(([key, netns]): [string, NetnsState][] => {
    const node = nodes.get(key)
    if (node === undefined) return []
    // What is not drawn would stand there as if it had come since.
    const drawn = Object.entries(netns.links).filter(([, { index }]) => names.has(deviceKey(key, index)))
    const links = Object.fromEntries(drawn.map(([index, link]) => [index, shownLink(key, link)]))
    return [[node, { ...netns, name: node, owner: { lab: lab.name, id: node }, links }]]
  })
  return { ...state, namespaces: Object.fromEntries(namespaces) }
}
