import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useLabStore } from '../../state/labStore'
import type { TetherFlowEdge } from '../flowTypes'
import { curve } from '../model/path'
import { useInterface } from '../nodes/useInterface'
import { anchorsOf } from './anchors'

/** From a bridge's own interface to the namespace that it is an interface of: no cable, the two are one. */
export const TetherEdge = memo(function TetherEdge(props: EdgeProps<TetherFlowEdge>) {
  const { source, data } = props
  const [from, to] = anchorsOf(props)
  const { found } = useInterface({ node: source, name: source, self: true })
  const bare = useLabStore((store) => {
    const node = store.lab.nodes[source]
    return node?.kind === 'bridge' && !node.addresses?.length
  })
  return (
    <g
      className="nl-tether-line"
      data-drawn={found ? undefined : true}
      data-bare={bare || undefined}
      data-ghost={data?.edge.ghost || undefined}
    >
      <path d={curve(from, to).d} />
      <circle cx={to.x} cy={to.y} r="3" />
    </g>
  )
})
