import { around, type Rect } from './geometry'
import { pillRect } from './natLanes'
import { rectOf, type Scene } from './scene'

/** Everything that is drawn, pills beside the nodes included; undefined for nothing. */
export function sceneBounds(scene: Scene): Rect | undefined {
  const pills = scene.edges.flatMap((edge) => (edge.type === 'nat' ? [pillRect(edge)] : []))
  return around([...scene.nodes.map(rectOf), ...pills])
}
