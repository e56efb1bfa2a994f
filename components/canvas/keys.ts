import type { KeyboardEvent } from 'react'
import { moveNodes } from '../../core/edit/move'
import { textOf } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { commit } from './commit'
import { aimAt, drop, start } from './gestures/drag'
import { endGesture, useGestureStore } from './gestures/gestureStore'
import { nextTowards, wayOf } from './model/direction'
import { SNAP, snap } from './model/geometry'
import { isFixed, rectOf, type SceneNode } from './model/scene'

const FAST = 5

const FIELD = 'input, textarea, select, [contenteditable="true"]'
/** What takes the keyboard for itself. */
const ELSEWHERE = `${FIELD}, [role="dialog"], [role="menu"], [role="listbox"]`

/** Keys on the canvas and on the node that has the focus. What every page knows (Delete, Ctrl+Z) are actions. */
export function onCanvasKey(event: KeyboardEvent): void {
  const field = event.target instanceof Element && event.target.closest(FIELD)
  if (field || event.defaultPrevented) return
  if (!useGestureStore.getState().gesture && resting(event)) {
    event.preventDefault()
    event.stopPropagation()
  }
}

/**
 * Takes the keys while a line is drawn by keyboard; returns how to stop. At the window, not the canvas: what started the line (a menu, the command
 * palette) may hand the focus back to wherever it was. Whoever presses the pointer, or a key in a field, has let go of the line.
 */
export function drawByKeys(): () => void {
  window.addEventListener('keydown', onDrawingKey, true)
  window.addEventListener('pointerdown', endGesture, true)
  return () => {
    window.removeEventListener('keydown', onDrawingKey, true)
    window.removeEventListener('pointerdown', endGesture, true)
  }
}

function onDrawingKey(event: globalThis.KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest(ELSEWHERE)) {
    endGesture()
    return
  }
  if (!drawing(event)) return
  event.preventDefault()
  event.stopPropagation()
}

function drawing(event: globalThis.KeyboardEvent): boolean {
  const { gesture, over, verdicts } = useGestureStore.getState()
  const { scene } = useCanvasStore.getState()
  if (!gesture || !scene) return false
  if (event.key === 'Escape') {
    endGesture()
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(gesture.from)}"]`)?.focus()
    say((t) => t.announce.cancelled)
    return true
  }
  if (event.key === 'Enter' || event.key === ' ') {
    drop()
    return true
  }
  const way = wayOf(event.key)
  if (!way) return false
  const from = scene.byName.get(over ?? gesture.from)
  const candidates = scene.nodes.filter((node) => !isFixed(node) && node.name !== over && verdicts.get(node.name)?.ok)
  const next = from && nextTowards(candidates.map(withRect), rectOf(from), way)
  if (next) {
    aimAt(next.name)
    say((t) => t.announce.target(next.name))
  }
  return true
}

function resting(event: KeyboardEvent): boolean {
  const node = focusedNode(event)
  const view = useViewStore.getState()
  if (event.key === 'Escape' && view.selection.length > 0) {
    view.select([])
    return true
  }
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return false
  const way = wayOf(event.key)
  if (way) {
    const step = event.shiftKey ? SNAP * FAST : SNAP
    move(node, way.x * step, way.y * step)
    return true
  }
  const ref = { kind: 'node', node: node.name } as const
  switch (event.key) {
    case 'Enter':
      view.editField(ref, 'name')
      return true
    case ' ':
      view.toggleSelected(ref)
      return true
    case 'c':
      startJoin(node.name)
      return true
  }
  return false
}

/** Starts a link by keyboard, at the nearest node that it can go to. */
export function startJoin(name: string, kind: 'join' | 'nat' | 'ping' = 'join'): void {
  start({ kind, from: name }, 'keyboard')
  const { scene } = useCanvasStore.getState()
  const { verdicts } = useGestureStore.getState()
  const from = scene?.byName.get(name)
  const candidates = scene?.nodes.filter((node) => !isFixed(node) && verdicts.get(node.name)?.ok) ?? []
  const next = from && nextTowards(candidates.map(withRect), rectOf(from), { x: 1, y: 0 })
  if (next) {
    aimAt(next.name)
    document.querySelector<HTMLElement>('.nl-canvas')?.focus()
    say((t) => `${t.gesture.chooseTarget}. ${t.announce.target(next.name)}`)
    return
  }
  endGesture()
  say((t) => t.gesture.noTarget)
}

/** Moves the selected nodes, or the focused one where it is not among them; one undo step a key. */
function move(focused: SceneNode, dx: number, dy: number): void {
  const { scene } = useCanvasStore.getState()
  const selected = useViewStore.getState().selection.flatMap((ref) => (ref.kind === 'node' ? [ref.node] : []))
  const names = selected.includes(focused.name) ? selected : [focused.name]
  const positions = Object.fromEntries(
    names.flatMap((name) => {
      const node = scene?.byName.get(name)
      return node ? [[name, { x: snap(node.layout.x + dx), y: snap(node.layout.y + dy) }]] : []
    }),
  )
  if (!commit(moveNodes(useLabStore.getState().lab, positions))) return
  const at = positions[focused.name]
  if (at) say((t) => t.announce.moved(focused.name, at.x, at.y))
}

function focusedNode(event: KeyboardEvent): SceneNode | undefined {
  const element = event.target instanceof Element ? event.target.closest('.react-flow__node') : null
  const name = element?.getAttribute('data-id')
  const node = name ? useCanvasStore.getState().scene?.byName.get(name) : undefined
  return node && !isFixed(node) ? node : undefined
}

function say(words: (t: ReturnType<typeof textOf>['canvas']) => string): void {
  const view = useViewStore.getState()
  view.announce(words(textOf(view.locale).canvas))
}

function withRect(node: SceneNode) {
  return { ...rectOf(node), name: node.name }
}
