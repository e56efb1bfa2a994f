import type { PointerEvent } from 'react'
import { useText } from '../../i18n/text'
import { beginDrag } from '../gestures/drag'
import type { Rect, Side } from '../model/geometry'

const SIDES: readonly Side[] = ['top', 'right', 'bottom', 'left']

/** The grips around a node, seen under the pointer: four to join it, and for a router one for NAT. */
export function GestureHandles({ node, nat, around }: { node: string; nat: boolean; around?: Rect }) {
  const t = useText().canvas
  const start = (kind: 'join' | 'nat') => (event: PointerEvent) => beginDrag(event, { kind, from: node })
  const style = around && { left: around.x, top: around.y, width: around.width, height: around.height }
  return (
    <div className="nl-grips" style={style}>
      {SIDES.map((side) => (
        <span
          key={side}
          className="nl-grip nodrag nopan"
          data-side={side}
          data-join-handle={node}
          title={t.joinFrom(node)}
          onPointerDown={start('join')}
        />
      ))}
      {nat && (
        <span className="nl-grip-nat nodrag nopan" data-nat-handle={node} title={t.natFrom(node)} onPointerDown={start('nat')}>
          NAT
        </span>
      )}
    </div>
  )
}
