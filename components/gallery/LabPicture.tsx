import { useId, useMemo } from 'react'
import { elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { type SceneNode, sceneOf } from './scene'

const WIDTH = 320
const HEIGHT = 200

/** How an element of a picture differs from another version. */
export type PictureMark = 'added' | 'removed' | 'changed'

const STROKES: Record<PictureMark, string> = { added: 'stroke-create', removed: 'stroke-delete', changed: 'stroke-change' }

/** The line of an element: its mark's, where it has one. What was removed is a dashed ghost. */
function strokeOf(mark: PictureMark | undefined, otherwise: string) {
  return { className: mark ? STROKES[mark] : otherwise, strokeDasharray: mark === 'removed' ? '3 2.5' : undefined }
}

interface LabPictureProps {
  lab: Lab
  label: string
  /** By element key. */
  marks?: ReadonlyMap<string, PictureMark>
}

/** A lab as a small drawing: cards, bars and lines, on the canvas's paper. */
export function LabPicture({ lab, label, marks }: LabPictureProps) {
  const dots = useId()
  const { nodes, links, tethers, lettering } = useMemo(() => sceneOf(lab, WIDTH, HEIGHT, 24), [lab])
  const markOf = ({ name }: SceneNode) => marks?.get(elementKey({ kind: 'node', node: name }))
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
      {tethers.map((tether) => (
        <path
          key={tether.id}
          d={tether.path}
          fill="none"
          strokeDasharray="1.5 3"
          strokeLinecap="round"
          className="stroke-ink-3"
        />
      ))}
      {links.map((link) => (
        <path
          key={link.id}
          d={link.path}
          fill="none"
          strokeWidth={1.25}
          {...strokeOf(marks?.get(elementKey({ kind: 'link', link: link.id })), 'stroke-ink-3')}
        />
      ))}
      {nodes.map((node) =>
        node.kind === 'bridge' ? (
          <Bar key={node.name} node={node} lettering={lettering} mark={markOf(node)} />
        ) : (
          <Card key={node.name} node={node} lettering={lettering} mark={markOf(node)} />
        ),
      )}
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

interface BoxProps {
  node: SceneNode
  lettering: number
  mark: PictureMark | undefined
}

function Card({ node, lettering, mark }: BoxProps) {
  const { kind, x, y, width, height } = node
  const { className, strokeDasharray } = strokeOf(mark, kind === 'host' ? 'stroke-ink-2' : 'stroke-ink-3')
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={3.5}
        strokeWidth={kind === 'host' || mark ? 2 : 1}
        strokeDasharray={strokeDasharray}
        className={`fill-surface ${className}`}
      />
      <Name node={node} lettering={lettering} />
    </g>
  )
}

function Bar({ node, lettering, mark }: BoxProps) {
  const { x, y, width, height } = node
  const { className, strokeDasharray } = strokeOf(mark, 'stroke-ink-3')
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={3}
        strokeWidth={mark ? 2 : 1}
        strokeDasharray={strokeDasharray}
        className={`fill-hovered ${className}`}
      />
      <Name node={node} lettering={lettering} />
    </g>
  )
}

/** Left out where it would not fit: a likeness without letters is better than letters across the frame. */
function Name({ node, lettering }: Omit<BoxProps, 'mark'>) {
  if (lettering === 0) return null
  return (
    <text
      x={node.x + node.width / 2}
      y={node.y + node.height / 2 + lettering * 0.35}
      textAnchor="middle"
      fontSize={lettering}
      className="fill-ink-2"
    >
      {node.name}
    </text>
  )
}
