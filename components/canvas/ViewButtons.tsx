import { useStore } from '@xyflow/react'
import { Maximize, Minus, Network, Plus } from 'lucide-react'
import { arrange } from '../actions/arrange'
import { useAction } from '../actions/useAction'
import { fitView, zoomIn, zoomOut } from '../actions/zoom'
import { IconButton } from '../ui/Button'

/** Zoom and order, in the corner of the canvas. */
export function ViewButtons() {
  const percent = useStore((flow) => Math.round(flow.transform[2] * 100))
  const less = useAction(zoomOut)
  const more = useAction(zoomIn)
  const all = useAction(fitView)
  const order = useAction(arrange)
  return (
    <div className="nl-view">
      <IconButton label={less.label} shortcut={less.shortcut} side="top" onClick={less.run}>
        <Minus size={14} />
      </IconButton>
      <span className="nl-view-zoom">{percent} %</span>
      <IconButton label={more.label} shortcut={more.shortcut} side="top" onClick={more.run}>
        <Plus size={14} />
      </IconButton>
      <IconButton label={all.label} shortcut={all.shortcut} side="top" onClick={all.run}>
        <Maximize size={14} />
      </IconButton>
      {order.enabled && (
        <IconButton label={order.label} shortcut={order.shortcut} side="top" onClick={order.run}>
          <Network size={14} />
        </IconButton>
      )}
    </div>
  )
}
