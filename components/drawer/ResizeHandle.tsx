'use client'

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useViewStore } from '../state/viewStore'

const LEAST = 120
const STEP = 32
/** What stays free above the drawer: the top bar and a piece of canvas. */
const KEPT_FREE = 140

/** The upper edge of the drawer: drag it, or move it with the arrow keys. */
export function ResizeHandle({ label }: { label: string }) {
  const height = useViewStore((view) => view.drawerHeight)
  const start = useRef<{ y: number; height: number } | null>(null)
  const { prefer } = useViewStore.getState()
  const most = () => Math.max(LEAST, window.innerHeight - KEPT_FREE)
  const resize = (wanted: number) => prefer({ drawerHeight: Math.round(Math.min(most(), Math.max(LEAST, wanted))) })

  const down = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { y: event.clientY, height: Math.min(height, most()) }
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    if (start.current) resize(start.current.height + start.current.y - event.clientY)
  }
  const keyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0
    if (step === 0) return
    event.preventDefault()
    resize(height + step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a thematic break cannot be moved; this is a window splitter (WAI-ARIA).
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null
      }}
      onKeyDown={keyDown}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none hover:bg-accent/20 focus-visible:bg-accent/20"
    />
  )
}
