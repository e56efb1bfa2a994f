import { ViewportPortal } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { type PathHighlight, useProbeStore } from '../state/probeStore'
import { useCanvasStore } from './canvasStore'
import { pathway, travel } from './model/pathway'

/** Canvas pixels a second: slow enough to follow from hop to hop. Longer ways are walked faster, so that each takes about a second. */
const SPEED = 700
const LONGEST = 1200

/** The pulse of a ping: along the request's way, back along the reply's when it was answered, and where it is last known when not. */
export function Pulse() {
  const path = useProbeStore((probe) => probe.path)
  return path ? <Walk key={`${path.run} ${path.pulse}`} path={path} /> : null
}

function Walk({ path }: { path: PathHighlight }) {
  const dot = useRef<SVGGElement>(null)
  const latest = useRef(path)
  latest.current = path

  useEffect(() => {
    if (latest.current.pulse === 0) return
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    let frame = 0
    let began = 0
    let back = false
    const step = (now: number) => {
      began ||= now
      const { scene } = useCanvasStore.getState()
      const { request, reply, arrives, answered } = latest.current
      const group = dot.current
      if (!scene || !group) return
      const points = pathway(scene, back ? reply : request)
      const { length } = travel(points, 0)
      const speed = Math.max(SPEED, (length / LONGEST) * 1000)
      const gone = still ? length : ((now - began) / 1000) * speed
      const { at } = travel(points, Math.min(gone, length))
      if (at) group.setAttribute('transform', `translate(${at.x} ${at.y})`)
      const ended = gone >= length
      // It waits at the target until the answer is known; then it comes back, or stays where it was lost.
      if (ended && !back && answered === true && reply.length > 0) {
        back = true
        began = now
      } else if (ended && (back || (answered === false && !arrives))) {
        group.dataset.rest = back ? 'home' : 'lost'
        return
      }
      frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [])

  if (path.pulse === 0) return null
  return (
    <ViewportPortal>
      <svg className="nl-pulse" data-lost={path.answered === false || undefined} aria-hidden="true">
        <g ref={dot}>
          <circle r="7" />
        </g>
      </svg>
    </ViewportPortal>
  )
}
