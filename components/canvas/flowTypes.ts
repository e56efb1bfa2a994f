import type { Edge, Node } from '@xyflow/react'
import type { LinkEdge, NatEdge, NicEdge, SceneNode, TetherEdge } from './model/scene'

export type FlowNode = Node<{ node: SceneNode }, 'card' | 'bridge'>
export type LinkFlowEdge = Edge<{ edge: LinkEdge }, 'link'>
export type TetherFlowEdge = Edge<{ edge: TetherEdge }, 'tether'>
export type NatFlowEdge = Edge<{ edge: NatEdge }, 'nat'>
export type NicFlowEdge = Edge<{ edge: NicEdge }, 'nic'>
export type FlowEdge = LinkFlowEdge | TetherFlowEdge | NicFlowEdge | NatFlowEdge
