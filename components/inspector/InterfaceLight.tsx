'use client'

import type { InterfaceView } from '../../core/lab/view'
import type { LinkState } from '../../core/state/state'
import { isMade, ownerId } from '../canvas/model/drawnInterface'
import { useInterface } from '../canvas/nodes/useInterface'
import { useText } from '../i18n/text'
import { useLab } from '../state/labStore'
import { type PlacedLink, useLinkState, useOwnedLink } from '../state/machineStore'
import { useNodeNetnsName } from '../state/nodeNetns'
import { Light } from '../ui/Light'

/** The kernel's link of a drawn interface: by its owner's mark; where we make none, as of `lo` and of the computer's own, by its name. */
export function useKernelLink(node: string, view: InterfaceView): PlacedLink | undefined {
  const lab = useLab()
  const id = ownerId(lab, { ...view, node })
  const owned = useOwnedLink(lab.name, id ?? '', view.end)
  const netns = useNodeNetnsName(node)
  const byName = useLinkState(netns, id === undefined ? view.name : undefined)
  if (id !== undefined) return owned
  return byName && { netns, link: byName }
}

/** That the kernel has no such interface, and whether it will after an apply. */
export function useMissingWords(node: string, view: InterfaceView): string {
  const t = useText().panels.kernel
  const lab = useLab()
  return isMade(lab, { ...view, node }) ? t.notThere(view.name) : t.notMade(view.name)
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
  const missing = useMissingWords(node, view)
  return <Light state={light} label={found ? words(found) : missing} />
}
