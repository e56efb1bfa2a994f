'use client'

import { nodeId } from '../../core/lab/ids'
import type { InterfaceView } from '../../core/lab/view'
import type { LinkState } from '../../core/state/state'
import { useInterface } from '../canvas/nodes/useInterface'

import { useText } from '../i18n/text'
import { useLab } from '../state/labStore'
import { type PlacedLink, useLinkState, useOwnedLink } from '../state/machineStore'
import { useNodeNetnsName } from '../state/nodeNetns'
import { Light } from '../ui/Light'

/** The kernel's link of a drawn interface: by its owner's mark; for `lo`, which nobody owns, by its name. */
export function useKernelLink(node: string, view: InterfaceView): PlacedLink | undefined {
  const lab = useLab()
  const found = lab.nodes[node]
  const id = view.link ?? (view.self && found ? nodeId(node, found) : '')
  const owned = useOwnedLink(lab.name, id, view.end)
  const netns = useNodeNetnsName(node)
  const byName = useLinkState(netns, view.name)
  if (owned) return owned
  return view.name === 'lo' && byName ? { netns, link: byName } : undefined
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
  const { found, light } = useInterface({ node, name: view.name, link: view.link, end: view.end, self: view.self })
  const words = useStateWords()
  const t = useText().panels.kernel
  return <Light state={light} label={found ? words(found) : t.notThere(view.name)} />
}
