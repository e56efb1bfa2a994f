'use client'

import { sentence } from '../../core/text/sentence'
import { useLocale } from '../state/viewStore'
import './machine.css'
import { Lock } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Discovered } from '../../core/discover/discover-lab'
import type { Discovery } from '../../core/discover/discovery'
import { shownState } from '../../core/discover/shown-state'
import type { Lab, Position } from '../../core/lab/schema'
import { runAction } from '../actions/action'
import { fitView } from '../actions/zoom'
import { Canvas } from '../canvas/Canvas'
import { useCanvasStore } from '../canvas/canvasStore'
import { useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useLookStore } from './lookStore'
import { useMachineText } from './machineText'

/** What was found, on the canvas itself, to be looked at and chosen from. */
export function Picture() {
  const t = useMachineText()
  const locale = useLocale()
  const discovery = useLookStore((store) => store.discovery)
  const discovered = useLookStore((store) => store.discovered)
  const busy = useLookStore((store) => store.busy)
  useEffect(() => () => useLabStore.getState().closeLab(), [])
  useShown(discovery, discovered)
  const { nodes, links } = discovered?.lab ?? { nodes: {}, links: {} }
  return (
    <section aria-label={t.picture} className="nl-found relative min-h-0 min-w-0 overflow-hidden bg-paper">
      {discovered ? (
        <Canvas />
      ) : (
        busy && <p className="grid h-full place-items-center px-6 text-center text-ink-3">{t.looking}</p>
      )}
      {discovered && (
        <p className="pointer-events-none absolute top-3 left-4 flex items-center gap-1.5 rounded-md bg-surface/85 px-2 py-1 text-ink-2 text-xs">
          <Lock size={12} aria-hidden />
          {sentence(t.readOnly, locale)}
          {t.counts(Object.keys(nodes).length, Object.keys(links).length)}
        </p>
      )}
    </section>
  )
}

/** Everything that the arrangement depends on: as long as it is the same, nodes stay where they are. */
function shapeOf({ nodes, links }: Lab): string {
  const kinds = Object.entries(nodes).map(([name, node]) => [name, node.kind === 'bridge' ? (node.on ?? '') : node.kind])
  return JSON.stringify([kinds, Object.values(links).map(({ endpoints }) => endpoints)])
}

/** Shows the lab with the kernel's lights, where its nodes stood, and arranges it anew when it has another shape. */
function useShown(discovery: Discovery | null, discovered: Discovered | null): void {
  const shape = useMemo(() => (discovered ? `${discovered.lab.name} ${shapeOf(discovered.lab)}` : null), [discovered])
  const arranged = useRef<{ shape: string; positions: Readonly<Record<string, Position>> } | null>(null)
  useEffect(() => {
    if (!discovery || !discovered) return
    const { lab } = discovered
    const layout = arranged.current?.shape === shape ? arranged.current.positions : undefined
    useLabStore.getState().preview(layout ? { ...lab, layout } : lab)
    useMachineStore.getState().setState(shownState(discovery, discovered))
  }, [discovery, discovered, shape])
  useEffect(() => {
    if (shape === null || shape === arranged.current?.shape) return
    let gone = false
    void arrange().then((positions) => {
      if (gone || !positions) return
      arranged.current = { shape, positions }
      const { lab, preview } = useLabStore.getState()
      flushSync(() => preview({ ...lab, layout: positions }))
      runAction(fitView)
    })
    return () => {
      gone = true
    }
  }, [shape])
}

async function arrange(): Promise<Record<string, Position> | undefined> {
  const { autoLayout } = await import('../canvas/layout/autoLayout')
  const { scene } = useCanvasStore.getState()
  return scene ? autoLayout(scene) : undefined
}
