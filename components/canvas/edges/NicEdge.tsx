import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { elementKey } from '../../../core/lab/element'
import { HOST } from '../../../core/lab/ids'
import { useLinkState } from '../../state/machineStore'
import { useHovered, useSelected } from '../../state/viewStore'
import type { NicFlowEdge } from '../flowTypes'
import { curve } from '../model/path'

/** From an interface of this computer to its bridge: the same interface at both ends, as a port there and by name here. */
export const NicEdge = memo(function NicEdge({ data }: EdgeProps<NicFlowEdge>) {
  const name = data?.edge.name ?? ''
  const key = elementKey({ kind: 'interface', node: HOST, name })
  const found = useLinkState(HOST, name)
  const selected = useSelected(key)
  const hovered = useHovered(key)
  if (!data) return null
  const { from, to, bridge } = data.edge
  const state = found?.master !== bridge ? 'drawn' : found.carrier ? 'up' : 'down'
  return (
    <g className="nl-link nl-nic" data-state={state} data-selected={selected || undefined} data-hover={hovered || undefined}>
      <path className="nl-link-line" d={curve(from.at, to.at).d} />
    </g>
  )
})
