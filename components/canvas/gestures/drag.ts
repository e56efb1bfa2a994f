import type { PointerEvent as ReactPointerEvent } from 'react'
import { textOf } from '../../i18n/text'
import { useLabStore } from '../../state/labStore'
import { useProbeStore } from '../../state/probeStore'
import { useViewStore } from '../../state/viewStore'
import { useCanvasStore } from '../canvasStore'
import { type Anchor, centre, type Point, type Rect, type Side } from '../model/geometry'
import { hit } from '../model/placement'
import { barOf, isFixed, rectOf, type SceneNode } from '../model/scene'
import { endGesture, useGestureStore } from './gestureStore'
import { type Gesture, judge, judgeAll } from './judge'

const MARGIN = 8
/** Within so many pixels of the canvas's edge the view follows the pointer, so many pixels a frame. */
const EDGE = 40
const PAN = 12
const PING_COUNT = 5
/** A hand that only presses moves the pointer less far than so many pixels. */
const STILL = 12

/** Starts to draw a line with the pointer; it ends when the button is let go, or with Escape. */
export function beginDrag(event: ReactPointerEvent | PointerEvent, gesture: Gesture): void {
  if (event.button !== 0) return
  event.preventDefault()
  event.stopPropagation()
  start(gesture, 'pointer')
  const began = { x: event.clientX, y: event.clientY }
  let client = began
  const canvas = event.target instanceof Element ? event.target.closest('.nl-canvas') : null
  let frame = 0
  const move = (to: PointerEvent) => {
    client = { x: to.clientX, y: to.clientY }
    if (Math.hypot(client.x - began.x, client.y - began.y) > STILL) useGestureStore.setState({ moved: true })
    follow(client)
  }
  const pan = () => {
    frame = requestAnimationFrame(pan)
    const { flow } = useCanvasStore.getState()
    const box = canvas?.getBoundingClientRect()
    if (!flow || !box) return
    const push = (at: number, low: number, high: number) => (at < low + EDGE ? PAN : at > high - EDGE ? -PAN : 0)
    const dx = push(client.x, box.left, box.right)
    const dy = push(client.y, box.top, box.bottom)
    if (dx === 0 && dy === 0) return
    const view = flow.getViewport()
    void flow.setViewport({ ...view, x: view.x + dx, y: view.y + dy })
    follow(client)
  }
  const stop = () => {
    cancelAnimationFrame(frame)
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', leave)
    window.removeEventListener('keydown', key, true)
  }
  const up = (end: PointerEvent) => {
    stop()
    move(end)
    drop()
  }
  const leave = () => {
    stop()
    endGesture()
  }
  const key = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Escape') return
    pressed.stopPropagation()
    leave()
  }
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', up)
  window.addEventListener('pointercancel', leave)
  window.addEventListener('keydown', key, true)
  frame = requestAnimationFrame(pan)
}

/** Starts a line. Its target is chosen by moving the pointer, or by arrow keys (`aimAt`). */
export function start(gesture: Gesture, by: 'pointer' | 'keyboard'): void {
  const { lab } = useLabStore.getState()
  useGestureStore.setState({
    gesture,
    by,
    verdicts: judgeAll(lab, gesture),
    from: null,
    to: null,
    client: null,
    moved: false,
    over: null,
  })
}

function follow(client: Point): void {
  const { flow, scene } = useCanvasStore.getState()
  const { gesture } = useGestureStore.getState()
  const source = gesture && scene?.byName.get(gesture.from)
  if (!flow || !scene || !source) return
  const to = flow.screenToFlowPosition(client, { snapToGrid: false })
  const rects = scene.nodes.filter((node) => !isFixed(node)).map((node) => ({ ...rectOf(node), name: node.name }))
  const over = hit(rects, to, MARGIN)?.name ?? null
  look(over)
  useGestureStore.setState({ to, client, over, from: anchorTowards(source, to) })
}

/** Points the line at a node, as arrows do. */
export function aimAt(name: string): void {
  const { scene } = useCanvasStore.getState()
  const { gesture } = useGestureStore.getState()
  const source = gesture && scene?.byName.get(gesture.from)
  const target = scene?.byName.get(name)
  if (!source || !target) return
  look(name)
  const to = anchorTowards(target, centre(rectOf(source)))
  useGestureStore.setState({ over: name, to, client: null, from: anchorTowards(source, to) })
}

/** Asks a node what it would say, where it was not asked when the line started. */
function look(name: string | null): void {
  const { gesture, verdicts, over } = useGestureStore.getState()
  if (!gesture || name === null || name === over) return
  const verdict = judge(useLabStore.getState().lab, gesture, name)
  useGestureStore.setState({ verdicts: new Map(verdicts).set(name, verdict) })
}

/** Lets the line go where it is: what it would do is done, or said why not. */
export function drop(): void {
  const { gesture, over, verdicts, moved } = useGestureStore.getState()
  endGesture()
  if (!gesture || over === null || (over === gesture.from && !moved)) return
  const view = useViewStore.getState()
  const t = textOf(view.locale).canvas
  const verdict = verdicts.get(over)
  if (!verdict?.ok) {
    // It stood at the pointer, which lets go of it now: long enough to be read it stands on the canvas, and is announced with it.
    if (verdict?.refused) useCanvasStore.getState().set({ notice: verdict.refused })
    return
  }
  if (gesture.kind === 'ping') {
    const { startPing, setDraft } = useProbeStore.getState()
    setDraft({ node: gesture.from, target: over })
    startPing(gesture.from, over, PING_COUNT)
    view.openDrawer('ping')
    view.setTool('select')
    return
  }
  if (!verdict.command || !useLabStore.getState().dispatch(verdict.command)) return
  if (verdict.edit) view.editField(verdict.edit, 'addresses')
  else if (verdict.select) view.select([verdict.select])
  const { from, kind } = gesture
  if (kind === 'nic') {
    view.announce(textOf(view.locale).host.nics.attach(gesture.nic, over))
    return
  }
  view.announce(
    kind === 'nat' ? t.gesture.nat(from, over) : kind === 'reconnect' ? t.gesture.reconnect(over) : t.announce.joined(from, over),
  )
}

/** The point on a node's outline that looks at `point`. A bridge's line starts from its bar. */
export function anchorTowards(node: SceneNode, point: Point): Anchor {
  const { box } = node
  const rect: Rect = box.shape === 'bridge' ? barOf(node, box) : rectOf(node)
  const middle = centre(rect)
  const dx = (point.x - middle.x) / rect.width
  const dy = (point.y - middle.y) / rect.height
  const side: Side = Math.abs(dx) > Math.abs(dy) ? (dx < 0 ? 'left' : 'right') : dy < 0 ? 'top' : 'bottom'
  const x = side === 'left' ? rect.x : side === 'right' ? rect.x + rect.width : middle.x
  const y = side === 'top' ? rect.y : side === 'bottom' ? rect.y + rect.height : middle.y
  return { x, y, side }
}
