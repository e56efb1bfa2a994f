'use client'

import { useEffect, useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Lab } from '../../core/lab/schema'
import { runAction } from '../actions/action'
import { fitView } from '../actions/zoom'
import { Canvas } from '../canvas/Canvas'
import { useCanvasStore } from '../canvas/canvasStore'
import { useLabStore } from '../state/labStore'
import { useImporterText } from './importerText'
import { useImportStore } from './importStore'

/** The lab that the text makes, on the canvas itself, to be looked at. */
export function Preview() {
  const t = useImporterText()
  const lab = useImportStore((store) => store.lab)
  const busy = useImportStore((store) => store.busy)
  const shown = lab !== null
  useEffect(() => () => useLabStore.getState().closeLab(), [])
  useArrangement(lab)
  return (
    <section aria-label={t.preview} className="relative min-h-0 grow overflow-hidden bg-paper">
      {shown ? (
        <Canvas />
      ) : (
        <p className="grid h-full place-items-center px-6 text-center text-ink-3">{busy ? t.reading : t.nothingYet}</p>
      )}
      {shown && (
        <p className="pointer-events-none absolute top-3 left-4 rounded-md bg-surface/85 px-2 py-1 text-ink-2 text-xs">
          {t.counts(Object.keys(lab.nodes).length, Object.keys(lab.links).length)}
        </p>
      )}
    </section>
  )
}

/** Everything that the arrangement depends on: as long as it is the same, nodes stay where they are. */
function shapeOf({ nodes, links }: Lab): string {
  return JSON.stringify([
    Object.entries(nodes).map(([name, node]) => [name, node.kind, node.kind === 'bridge' ? node.on : null]),
    Object.values(links).map(({ endpoints }) => endpoints),
  ])
}

/** Shows the lab where its nodes stood, and arranges it anew when it has another shape. */
function useArrangement(lab: Lab | null): void {
  const shape = useMemo(() => (lab ? shapeOf(lab) : null), [lab])
  const arranged = useRef<string | null>(null)
  useEffect(() => {
    if (!lab) return
    const { positions } = useImportStore.getState()
    useLabStore.getState().preview({ ...lab, layout: within(positions, lab) })
  }, [lab])
  useEffect(() => {
    if (shape === null || shape === arranged.current) return
    let gone = false
    void arrange().then((positions) => {
      if (gone || !positions) return
      arranged.current = shape
      useImportStore.getState().place(positions)
      const now = useLabStore.getState().lab
      flushSync(() => useLabStore.getState().preview({ ...now, layout: within(positions, now) }))
      runAction(fitView)
    })
    return () => {
      gone = true
    }
  }, [shape])
}

async function arrange() {
  const { autoLayout } = await import('../canvas/layout/autoLayout')
  const { scene } = useCanvasStore.getState()
  return scene ? autoLayout(scene) : undefined
}

function within(positions: Lab['layout'], { nodes }: Lab): Lab['layout'] {
  const there = Object.entries(positions ?? {}).filter(([name]) => Object.hasOwn(nodes, name))
  return there.length > 0 ? Object.fromEntries(there) : undefined
}
