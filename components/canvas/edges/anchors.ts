import type { EdgeProps } from '@xyflow/react'
import type { Anchor } from '../model/geometry'

/** The two ends of a line as React Flow hands them to an edge. Its positions and our sides are the same words. */
export function anchorsOf(
  edge: Pick<EdgeProps, 'sourceX' | 'sourceY' | 'targetX' | 'targetY' | 'sourcePosition' | 'targetPosition'>,
): [Anchor, Anchor] {
  return [
    { x: edge.sourceX, y: edge.sourceY, side: edge.sourcePosition },
    { x: edge.targetX, y: edge.targetY, side: edge.targetPosition },
  ]
}
