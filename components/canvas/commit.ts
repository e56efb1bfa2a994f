import type { Diagnostic } from '../../core/check/diagnostic'
import { addNode } from '../../core/edit/add-node'
import type { Command } from '../../core/edit/change'
import type { Position } from '../../core/lab/schema'
import { textOf } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { BRIDGE, CARD, type Point, type Rect } from './model/geometry'
import { freeSpot } from './model/placement'
import { rectOf } from './model/scene'

/** Does what a builder made, or shows why it would not. True when it was done. */
export function commit(made: { command: Command } | Command | { refused: Diagnostic }): boolean {
  if ('refused' in made) {
    useCanvasStore.getState().set({ notice: made.refused })
    return false
  }
  useCanvasStore.getState().set({ notice: null })
  return useLabStore.getState().dispatch('command' in made ? made.command : made)
}

/** What a new node measures, near enough to find room for it. */
const NEW = { namespace: { width: CARD.minWidth, height: 88 }, bridge: { width: BRIDGE.minWidth, height: 104 } } as const

/**
 * Adds a node with its middle at `middle`, or near it where there is room; without one, near the middle of what is on the screen.
 * Selects it.
 */
export function addAt(kind: 'namespace' | 'bridge', middle?: Point): void {
  const { lab } = useLabStore.getState()
  place(NEW[kind], (position) => addNode(lab, kind, position), middle)
}

/** Adds what a builder makes of a free place near the middle of what is on the screen, and selects it. */
export function addDrawn(build: Builder): void {
  place(NEW.namespace, build)
}

type Builder = (position: Position) => { command: Command; node: string } | { refused: Diagnostic }

function place(size: { width: number; height: number }, build: Builder, middle?: Point): void {
  const { x, y } = middle ?? middleOfView()
  const corner = { x: x - size.width / 2, y: y - CARD.head / 2 }
  const position = freeSpot(corner, size, middle ? [] : taken(size))
  const made = build(position)
  if (!commit(made) || 'refused' in made) return
  const view = useViewStore.getState()
  view.select([{ kind: 'node', node: made.node }])
  view.announce(textOf(view.locale).canvas.announce.added(made.node))
}

/** Where there is something already; what was added a moment ago is in the lab before it is in the scene. */
function taken(size: { width: number; height: number }): Rect[] {
  const { scene } = useCanvasStore.getState()
  const fresh = Object.entries(useLabStore.getState().lab.layout ?? {}).filter(([name]) => !scene?.byName.has(name))
  return [...(scene?.nodes.map(rectOf) ?? []), ...fresh.map(([, corner]) => ({ ...corner, ...size }))]
}

/** The canvas position in the middle of the screen. */
export function middleOfView(): Position {
  const { flow } = useCanvasStore.getState()
  const box = document.querySelector('.nl-canvas')?.getBoundingClientRect()
  if (!flow || !box) return { x: 0, y: 0 }
  return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
}
