import { isContainerNetns } from '../lab/container'
import { netnsOf } from '../lab/view'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import type { Discovered } from './discover-lab'
import type { Discovery } from './discovery'
import { deviceKey } from './draft'

/**
 * The state of a discovered machine in the terms of its drawing: namespaces under their nodes' names, and every drawn element marked as what
 * it was drawn as, whoever it belongs to. It is for showing lights and counters beside the drawing, never for a plan.
 */
export function shownState({ state, places }: Discovery, { lab, nodes, bridges, names, ends }: Discovered): MachineState {
  /** A container’s namespace goes by another key than its node’s name. */
  const shownKey = (key: string) => {
    const node = nodes.get(key)
    return node === undefined ? undefined : netnsOf(lab, node)
  }
  const shownLink = (key: string, link: LinkState): LinkState => {
    const at = deviceKey(key, link.index)
    const { owner: _, ...plain } = link
    const end = ends.get(at)
    const bridge = bridges.get(at)
    const owner = end ? { lab: lab.name, id: end.link, end: end.end } : bridge !== undefined && { lab: lab.name, id: bridge }
    const peer = link.peer && { netns: shownKey(link.peer.netns) ?? link.peer.netns, index: link.peer.index }
    return { ...plain, name: names.get(at) ?? link.name, ...(owner && { owner }), ...(peer && { peer }) }
  }
  const namespaces = Object.entries(state.namespaces).flatMap(([key, netns]): [string, NetnsState][] => {
    const node = nodes.get(key)
    const shown = shownKey(key)
    if (node === undefined || shown === undefined) return []
    // What is not drawn would stand there as if it had come since.
    const drawn = Object.entries(netns.links).filter(([, { index }]) => names.has(deviceKey(key, index)))
    const links = Object.fromEntries(drawn.map(([index, link]) => [index, shownLink(key, link)]))
    if (!isContainerNetns(shown)) return [[shown, { ...netns, name: shown, owner: { lab: lab.name, id: node }, links }]]
    const { containers } = places[key] ?? {}
    return [[shown, { ...netns, name: shown, ...(containers && { containers }), links }]]
  })
  return { ...state, namespaces: Object.fromEntries(namespaces) }
}
