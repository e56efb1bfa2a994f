'use client'

import { nodeId } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import { type InterfaceView, interfacesOf, netnsOf } from '../../core/lab/view'
import type { LinkState } from '../../core/state/state'
import { type LightState, lightOf } from '../canvas/model/light'
import { Light } from '../canvas/nodes/Light'
import { useText } from '../i18n/text'
import { useLab } from '../state/labStore'
import { type PlacedLink, useLinkState, useOwnedLink } from '../state/machineStore'

/** The kernel's link of a drawn interface: by its owner's mark; for `lo`, which nobody owns, by its name. */
export function useKernelLink(node: string, view: InterfaceView): PlacedLink | undefined {
  const lab = useLab()
  const found = lab.nodes[node]
  const id = view.link ?? (view.self && found ? nodeId(node, found) : '')
  const owned = useOwnedLink(lab.name, id, view.end)
  const netns = netnsOf(lab, node)
  const byName = useLinkState(netns, view.name)
  if (owned) return owned
  return view.name === 'lo' && byName ? { netns, link: byName } : undefined
}

/** True when the drawing itself says that no carrier can come: the other end is drawn down, or a bridge has no port that is up. */
function isQuiet(lab: Lab, node: string, view: InterfaceView): boolean {
  if (view.self) return !interfacesOf(lab, node).some((port) => !port.self && (port.config.up ?? true))
  const peer = view.peer
  if (!peer) return false
  const other = lab.nodes[peer.node]?.interfaces?.[peer.interface]
  return other?.up === false
}

/** How an interface stands in the kernel, in words. */
export function useStateWords(): (link: LinkState) => string {
  const t = useText().panels.kernel
  return (link) => {
    if (!link.up) return t.adminDown
    if (link.operstate === 'down') return t.noCarrier
    return t.operstate[link.operstate] ?? link.operstate
  }
}

/** The light of one drawn interface, the same as on the canvas. */
export function InterfaceLight({ node, view }: { node: string; view: InterfaceView }) {
  const lab = useLab()
  const placed = useKernelLink(node, view)
  const words = useStateWords()
  const t = useText().panels.kernel
  const state: LightState = lightOf(view.config, placed?.link, isQuiet(lab, node, view))
  return <Light state={state} title={placed ? words(placed.link) : t.notThere(view.name)} />
}
