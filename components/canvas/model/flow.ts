import type { Edge, NodeHandle, Position } from '@xyflow/react'
import type { FlowEdge, FlowNode } from '../flowTypes'
import { isFixed, type Scene, type SceneEdge, type SceneNode } from './scene'

/**
 * The scene as React Flow takes it. An object that says the same as before is the same object again: React Flow and React skip it.
 * Sizes are handed over as if they had been measured, so nothing waits for the browser.
 */
export interface Flow {
  nodes: FlowNode[]
  edges: FlowEdge[]
}

interface FlowOptions {
  selected: ReadonlySet<string>
  nodeLabel: (node: SceneNode) => string
  edgeLabel: (edge: SceneEdge) => string
}

export function toFlow(scene: Scene, before: Flow, { selected, nodeLabel, edgeLabel }: FlowOptions): Flow {
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]))
  const nodes = scene.nodes.map((node): FlowNode => {
    const old = oldNodes.get(node.name)
    const isSelected = selected.has(`node/${node.name}`)
    const same = old && equal(old.data.node, node) ? old.data : undefined
    const ariaLabel = nodeLabel(node)
    if (old && same && old.selected === isSelected && old.ariaLabel === ariaLabel) return old
    const { width, height } = node.box
    return {
      id: node.name,
      type: node.box.shape,
      position: node.at,
      width,
      height,
      measured: { width, height },
      handles: HANDLES,
      data: same ?? { node },
      selected: isSelected,
      selectable: !isFixed(node),
      draggable: !isFixed(node),
      focusable: !isFixed(node),
      ariaLabel,
    }
  })
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]))
  const edges = scene.edges.map((edge): FlowEdge => {
    const old = oldEdges.get(edge.id)
    const isSelected = selected.has(edge.id)
    const same = old && equal(old.data?.edge, edge)
    const ariaLabel = edgeLabel(edge)
    if (old && same && old.selected === isSelected && old.ariaLabel === ariaLabel) return old
    const base = {
      id: edge.id,
      source: edge.from.node,
      target: edge.to.node,
      selected: isSelected,
      selectable: !edge.ghost && !isPartOfNode(edge),
      focusable: !edge.ghost && !isPartOfNode(edge),
      ariaLabel,
    }
    return typed(base, edge)
  })
  return { nodes: keep(before.nodes, nodes), edges: keep(before.edges, edges) }
}

/**
 * React Flow draws a line only between nodes that have a handle. Where a line really ends is the scene's to say (a row or a port, on the side
 * that looks at the other end), so each node has one handle that nobody sees; `HandleMark` stands for it in the document.
 */
const HANDLES: NodeHandle[] = [{ type: 'source', position: 'top' as Position.Top, x: 0, y: 0, width: 1, height: 1 }]

/** No element of its own: it says what an interface of a node is. */
function isPartOfNode({ type }: SceneEdge): boolean {
  return type === 'tether' || type === 'nic'
}

/** React Flow's edge of the same type. */
function typed(base: Omit<Edge, 'type' | 'data'>, edge: SceneEdge): FlowEdge {
  if (edge.type === 'link') return { ...base, type: 'link', data: { edge } }
  if (edge.type === 'nic') return { ...base, type: 'nic', data: { edge } }
  if (edge.type === 'nat') return { ...base, type: 'nat', data: { edge } }
  return { ...base, type: 'tether', data: { edge } }
}

function keep<T>(before: T[], now: T[]): T[] {
  return before.length === now.length && before.every((one, at) => one === now[at]) ? before : now
}

/** Deep equality of plain data. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const left = Object.entries(a)
  const right = b as Record<string, unknown>
  return left.length === Object.keys(b).length && left.every(([key, value]) => equal(value, right[key]))
}
