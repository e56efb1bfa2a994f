import { ViewportPortal } from '@xyflow/react'
import { useMemo } from 'react'
import { useLab } from '../../state/labStore'
import { useLowDetail } from '../canvasStore'
import { massLines, type WireState } from '../model/mass'
import type { LinkEdge } from '../model/scene'
import { useCalmState } from '../useCalmState'

const STATES: readonly WireState[] = ['drawn', 'down', 'up', 'wrong']

/** The links that are drawn together, under everything else. */
export function MassLinks({ edges }: { edges: readonly LinkEdge[] }) {
  const lab = useLab()
  const lowDetail = useLowDetail()
  const state = useCalmState()
  const lines = useMemo(() => massLines(lab, state, edges), [lab, state, edges])
  if (edges.length === 0) return null
  return (
    <ViewportPortal>
      <svg className="nl-mass" data-low={lowDetail || undefined} aria-hidden="true">
        {STATES.map((one) => lines[one] !== '' && <path key={one} className="nl-mass-line" data-state={one} d={lines[one]} />)}
      </svg>
    </ViewportPortal>
  )
}
