import { useStoreApi } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import { dotsAt } from './model/dots'

/**
 * The dots of the paper. They repeat, so a pan only shifts them by less than the distance of two: a layer that the compositor moves and nobody
 * paints anew. React Flow's own `Background` is a pattern that is painted over the whole canvas for each frame, which was most of what
 * a pan cost (`bench/canvas.ts`).
 */
export function Dots() {
  const layer = useRef<HTMLDivElement>(null)
  const flow = useStoreApi()
  useLayoutEffect(() => {
    const element = layer.current
    if (!element) return
    let zoom: number | undefined
    const follow = ({ transform }: { transform: [number, number, number] }) => {
      const { step, radius, shift, hidden } = dotsAt(...transform)
      if (transform[2] !== zoom) {
        zoom = transform[2]
        element.hidden = hidden
        element.style.setProperty('--nl-step', `${step}px`)
        element.style.setProperty('--nl-dot', `${radius}px`)
      }
      element.style.transform = `translate(${shift.x}px, ${shift.y}px)`
    }
    follow(flow.getState())
    return flow.subscribe(follow)
  }, [flow])
  return <div ref={layer} className="nl-dots" aria-hidden="true" />
}
