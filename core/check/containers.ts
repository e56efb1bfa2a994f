import { containerNetns } from '../lab/container'
import type { Context } from './context'

/** Containers: that each says which one it is, once. */
export function checkContainers(context: Context): void {
  const drawn = new Map<string, string>()
  for (const [node, found] of Object.entries(context.lab.nodes)) {
    if (found.kind !== 'container') continue
    const element = { kind: 'node', node } as const
    const path = ['nodes', node]
    if (found.container !== undefined && found.pid !== undefined) {
      context.report('container-named-twice', element, [...path, 'pid'], { node })
      continue
    }
    if (found.container === undefined && found.pid === undefined) {
      context.report('container-unnamed', element, path, { node })
      continue
    }
    const key = containerNetns(found)
    const other = drawn.get(key)
    if (other !== undefined) context.report('container-drawn-twice', element, path, { node, other })
    else drawn.set(key, node)
  }
}
