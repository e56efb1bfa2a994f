import { useId, useMemo } from 'react'
import type { Lab } from '../../core/lab/schema'
import { type SceneNode, sceneOf } from './scene'

const WIDTH = 320
const HEIGHT = 200
/** A character of the picture's 10 px lettering, on average. */
const LETTER = 5.6

/** A lab as a small drawing: cards, bars and lines, on the canvas's paper. */
export function LabPicture({ lab, label }: { lab: Lab; label: string }) {
  const dots = useId()
  const { nodes, links } = useMemo(() => sceneOf(lab, WIDTH, HEIGHT, 26), [lab])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block size-full"
      preserveAspectRatio="xMidYMid slice"
    >
      <title>{label}</title>
      <pattern id={dots} width={12} height={12} patternUnits="userSpaceOnUse">
        <circle cx={1} cy={1} r={0.7} className="fill-grid" />
      </pattern>
      <rect width={WIDTH} height={HEIGHT} fill={`url(#${dots})`} />
      {links.map((link) => (
        <path key={link.id} d={link.path} fill="none" strokeWidth={1.25} className="stroke-ink-3" />
      ))}
      {nodes.map((node) => (node.kind === 'bridge' ? <Bar key={node.name} node={node} /> : <Card key={node.name} node={node} />))}
      {links.flatMap(({ id, ends }) =>
        ends.map((end, at) => (
          <circle
            key={`${id}-${at === 0 ? 'a' : 'b'}`}
            cx={end.x}
            cy={end.y}
            r={2.25}
            strokeWidth={1}
            className="fill-surface stroke-ink-2"
          />
        )),
      )}
    </svg>
  )
}

function Card({ node }: { node: SceneNode }) {
  const { kind, x, y, width, height } = node
  const head = Math.min(16, height * 0.45)
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={3.5}
        strokeWidth={kind === 'host' ? 2 : 1}
        className={kind === 'host' ? 'fill-surface stroke-ink-2' : 'fill-surface stroke-line-strong'}
      />
      <path d={`M${x} ${y + head}h${width}`} strokeWidth={0.75} className="stroke-line" />
      <Name node={node} y={y + head / 2 + 3.4} />
    </g>
  )
}

function Bar({ node }: { node: SceneNode }) {
  const { x, y, width, height } = node
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx={3} strokeWidth={1} className="fill-sunken stroke-ink-3" />
      <Name node={node} y={y + height / 2 + 3.4} />
    </g>
  )
}

/** Left out where it would not fit: a likeness without letters is better than letters across the frame. */
function Name({ node, y }: { node: SceneNode; y: number }) {
  const { name, x, width } = node
  if (name.length * LETTER > width + 4) return null
  return (
    <text x={x + width / 2} y={y} textAnchor="middle" fontSize={10} className="fill-ink-2">
      {name}
    </text>
  )
}
