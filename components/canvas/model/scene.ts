import type { NatRule, NodeKind, Position } from '../../../core/lab/schema'
import type { BridgeBox } from './bridge'
import type { CardBox } from './card'
import { type Anchor, centre, type Point, type Rect, type Side } from './geometry'

export interface SceneNode {
  name: string
  kind: NodeKind
  /** The top left corner of the box. */
  at: Point
  /** The same in the lab's layout: a bridge's box is larger than its bar. */
  layout: Point
  box: CardBox | BridgeBox
  /** No longer drawn, but still in the kernel until the next apply. */
  ghost: boolean
  /** In the kernel, and neither drawn nor ours. */
  foreign: boolean
}

/** True for what is shown and cannot be acted on. */
export function isFixed({ ghost, foreign }: SceneNode): boolean {
  return ghost || foreign
}

/** One end of a line: the node, and where on the canvas it meets it. */
export interface SceneEnd {
  node: string
  at: Anchor
}

interface EdgeBase {
  /** The element's key; for a tether, a key of its own. */
  id: string
  from: SceneEnd
  to: SceneEnd
  ghost: boolean
}

export interface LinkEdge extends EdgeBase {
  type: 'link'
  link: string
  /** The interfaces at the two ends. */
  names: readonly [string, string]
}

/** From a bridge's own interface to the namespace that the interface is in. */
export interface TetherEdge extends EdgeBase {
  type: 'tether'
  bridge: string
  owner: string
}

/** From an interface of this computer to the bridge that it is a port of. */
export interface NicEdge extends EdgeBase {
  type: 'nic'
  name: string
  bridge: string
}

export interface NatEdge extends EdgeBase {
  type: 'nat'
  node: string
  index: number
  rule: NatRule
  /** How much further out the line bows, so that rules lie apart and pills beside the nodes. */
  bow: number
  /** Where along the line its pill is, 0 to 1. */
  pillAt: number
}

export type SceneEdge = LinkEdge | TetherEdge | NicEdge | NatEdge

export interface Scene {
  nodes: readonly SceneNode[]
  edges: readonly SceneEdge[]
  byName: ReadonlyMap<string, SceneNode>
}

export interface SceneOptions {
  /** The corner of every node; see `placement`. */
  positions: Readonly<Record<string, Position>>
  /** The nodes' names in the order in which Tab walks them. */
  order: readonly string[]
  showLoopback: (node: string) => boolean
  /** Names of interfaces that the kernel has and nobody drew, by node. */
  foreign: (node: string) => readonly string[]
  /** A whole namespace that nobody drew. */
  stranger: (node: string) => boolean
  ghost: (key: string) => boolean
}

/** A bridge's bar, on the canvas. */
export function barOf({ at }: SceneNode, { bar }: BridgeBox): Rect {
  return { ...bar, x: at.x + bar.x, y: at.y + bar.y }
}

/** The middle of one side. */
export function edgeOf(rect: Rect, side: Side): Anchor {
  const middle = centre(rect)
  switch (side) {
    case 'left':
      return { side, x: rect.x, y: middle.y }
    case 'right':
      return { side, x: rect.x + rect.width, y: middle.y }
    case 'top':
      return { side, x: middle.x, y: rect.y }
    case 'bottom':
      return { side, x: middle.x, y: rect.y + rect.height }
  }
}

export function opposite(side: Side): Side {
  return side === 'left' ? 'right' : side === 'right' ? 'left' : side === 'top' ? 'bottom' : 'top'
}

/** The rectangle that a node takes up on the canvas. */
export function rectOf(node: Pick<SceneNode, 'at' | 'box'>): Rect {
  return { ...node.at, width: node.box.width, height: node.box.height }
}
