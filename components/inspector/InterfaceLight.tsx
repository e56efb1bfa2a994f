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

/**
 * The kernel's link of a drawn interface: by its owner's mark, wherever it is now; where we make none, as of `lo` and of the computer's own,
 * by its name.
 */
export function useKernelLink(node: string, view: InterfaceView): PlacedLink | undefined {
  const lab = useLab()
  const id = ownerId(lab, { ...view, node })
  const owned = useOwnedLink(lab.name, id ?? '', view.end)
  const netns = useNodeNetnsName(node)
  const byName = useLinkState(netns, id === undefined ? view.name : undefined)
  if (id !== undefined) return owned
  return byName && { netns, link: byName }
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

/** How a drawn interface stands in the kernel, so that its light, its facts and the words beside them say the same. */
interface Standing {
  /** What the kernel has of it, wherever that is. */
  kernel: PlacedLink | undefined
  /** Whether that is in another namespace than it is drawn in: somebody moved it, or it was drawn elsewhere since. */
  isAway: boolean
  /** Its state; of one that is away, where it is; of one that is not there, whether an apply makes it. */
  words: string
}

export function useStanding(node: string, view: InterfaceView): Standing {
  const t = useText().panels.kernel
  const lab = useLab()
  const stateWords = useStateWords()
  const home = useNodeNetnsName(node)
  const kernel = useKernelLink(node, view)
  if (!kernel) {
    const words = isMade(lab, { ...view, node }) ? t.notThere(view.name) : t.notMade(view.name)
    return { kernel, isAway: false, words }
  }
  const isAway = kernel.netns !== home
  return { kernel, isAway, words: isAway ? t.elsewhere(view.name, kernel.netns, home) : stateWords(kernel.link) }
}

/** The light of one drawn interface, the same as on the canvas. */
export function InterfaceLight({ node, view }: { node: string; view: InterfaceView }) {
  const { light } = useInterface({ node, name: view.name, link: view.link, end: view.end, self: view.self })
  const { words } = useStanding(node, view)
  return <Light state={light} label={words} />
}
