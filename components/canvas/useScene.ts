import { useLayoutEffect, useMemo, useRef } from 'react'
import { elementKey } from '../../core/lab/element'
import type { Interface } from '../../core/lab/schema'
import { useText } from '../i18n/text'
import { useDrift } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { buildScene } from './model/buildScene'
import { readingOrder } from './model/direction'
import { type Flow, toFlow } from './model/flow'
import { followForeign, followStrangers, withStrangers } from './model/foreign'
import { withGhosts } from './model/ghosts'
import { natText } from './model/nat'
import { placement } from './model/placement'
import type { Scene, SceneEdge, SceneNode } from './model/scene'

const NONE: readonly string[] = []

/** The scene of the lab as shown, with what the next apply deletes and what others made; new only when one of them changed. */
function useScene(): Scene {
  const drawn = useLabStore((store) => store.lab)
  const applied = useLabStore((store) => store.applied)
  const running = useMachineStore((store) => store.state !== null)
  const drag = useCanvasStore((canvas) => canvas.drag)
  const selection = useViewStore((view) => view.selection)
  const drift = useDrift()

  const strangersOf = useMemo(() => followStrangers(drawn), [drawn])
  const strangers = useMachineStore(({ state }) => strangersOf(state))
  const { lab, ghosts } = useMemo(() => {
    const haunted = withGhosts(drawn, running ? applied : null)
    return { lab: withStrangers(haunted.lab, strangers), ghosts: haunted.ghosts }
  }, [drawn, applied, running, strangers])
  const foreignOf = useMemo(() => followForeign(lab), [lab])
  const foreign = useMachineStore(({ state }) => foreignOf(state))
  const told = useMemo(
    () => Object.entries(lab.nodes).flatMap(([name, node]) => (needsLook(node.interfaces?.lo) ? [name] : [])),
    [lab.nodes],
  )
  const loopbacks = useMemo(() => {
    const shown = selection.flatMap((ref) => (ref.kind === 'interface' && ref.name === 'lo' ? [ref.node] : []))
    const wrong = drift.flatMap(({ element }) => (element.kind === 'interface' && element.name === 'lo' ? [element.node] : []))
    return [...new Set([...shown, ...wrong, ...told])].sort().join(' ')
  }, [selection, drift, told])
  const placed = useMemo(() => placement(lab), [lab])
  const order = useMemo(() => readingOrder(placed), [placed])

  const scene = useMemo(() => {
    const open = new Set(loopbacks.split(' '))
    return buildScene(lab, {
      positions: drag ? { ...placed, ...drag } : placed,
      order,
      showLoopback: (node) => open.has(node),
      foreign: (node) => foreign.get(node) ?? NONE,
      stranger: (node) => strangers.includes(node),
      ghost: (key) => ghosts.has(key),
    })
  }, [lab, placed, order, drag, loopbacks, foreign, strangers, ghosts])
  // Before the browser paints: the first view is made from it.
  useLayoutEffect(() => useCanvasStore.getState().set({ scene }), [scene])
  return scene
}

/** A `lo` that is drawn down or has addresses of its own is worth a row; the others are all the same. */
function needsLook(lo: Interface | undefined): boolean {
  return lo?.up === false || (lo?.addresses?.length ?? 0) > 0
}

/** The scene in React Flow's terms. */
export function useFlow(): Flow {
  const scene = useScene()
  const selection = useViewStore((view) => view.selection)
  const t = useText().canvas
  const before = useRef<Flow>({ nodes: [], edges: [] })
  return useMemo(() => {
    const nodeLabel = ({ name, kind, box, ghost, foreign }: SceneNode) => {
      const label = t.nodeLabel(t.kinds[kind], name, box.shape === 'card' ? box.rows.length : box.ports.length + 1)
      return ghost ? t.ghost(label) : foreign ? `${label}. ${t.foreign}` : label
    }
    const edgeLabel = (edge: SceneEdge) => {
      if (edge.type === 'nic') return t.nicLabel(edge.name, edge.bridge)
      if (edge.type === 'tether') return t.tetherLabel(edge.bridge, edge.owner)
      if (edge.type === 'link') {
        const label = t.linkLabel(edge.from.node, edge.to.node)
        return edge.ghost ? t.ghost(label) : label
      }
      const label = t.natLabel(edge.node, natText(edge.rule, t.anywhere))
      return edge.ghost ? t.ghost(label) : label
    }
    const flow = toFlow(scene, before.current, { selected: new Set(selection.map(elementKey)), nodeLabel, edgeLabel })
    before.current = flow
    return flow
  }, [scene, selection, t])
}
