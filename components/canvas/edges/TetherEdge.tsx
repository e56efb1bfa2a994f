import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useLabStore } from '../../state/labStore'
import type { TetherFlowEdge } from '../flowTypes'
import { curve } from '../model/path'
import { useInterface } from '../nodes/useInterface'

/** From a bridge's own interface to the namespace that it is an interface of: no cable, the two are one. */
export const TetherEdge = memo(function TetherEdge(props: EdgeProps<TetherFlowEdge>) {
  const { source, data } = props
  const { found } = useInterface({ node: source, name: source, self: true })
  const bare = useLabStore((store) => {
    const node = store.lab.nodes[source]
    return node?.kind === 'bridge' && !node.addresses?.length
  })
  if (!data) return null
  const { from, to, ghost } = data.edge
  return (
    <g
      className="nl-tether-line"
      data-drawn={found ? undefined : true}
      data-bare={bare || undefined}
      data-ghost={ghost || undefined}
    >
      <path d={curve(from.at, to.at).d} />
      <circle cx={to.at.x} cy={to.at.y} r="3" />
    </g>
  )
})
