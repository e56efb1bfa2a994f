import type { Difference } from '../../core/history/difference'
import { elementKey } from '../../core/lab/element'
import { nodeId } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import type { PictureMark } from '../gallery/LabPicture'

/** How each node and link of the picture differs, by element key; what differs in an interface marks its node. */
export function marksOf(differences: readonly Difference[]): Map<string, PictureMark> {
  const marks = new Map<string, PictureMark>()
  for (const { change, element } of differences) {
    if (element.kind === 'lab') continue
    const key = elementKey(element.kind === 'link' ? element : { kind: 'node', node: element.node })
    const whole = element.kind === 'node' || element.kind === 'link'
    if (whole && (change === 'added' || change === 'removed')) marks.set(key, change)
    else if (!marks.has(key)) marks.set(key, 'changed')
  }
  return marks
}

/** What is in either, for a picture of both: what was removed stands as a ghost where it was. */
export function unionOf(before: Lab, after: Lab): Lab {
  const known = new Set(Object.entries(after.nodes).map(([name, node]) => nodeId(name, node)))
  const gone = Object.entries(before.nodes).filter(
    ([name, node]) => !known.has(nodeId(name, node)) && !Object.hasOwn(after.nodes, name),
  )
  const nodes = { ...after.nodes, ...Object.fromEntries(gone) }
  const ends = (endpoints: readonly string[]) => endpoints.every((end) => Object.hasOwn(nodes, end.slice(0, end.indexOf(':'))))
  const links = Object.entries(before.links).filter(([id, { endpoints }]) => !Object.hasOwn(after.links, id) && ends(endpoints))
  const layout = { ...before.layout, ...after.layout }
  return { ...after, nodes, links: { ...after.links, ...Object.fromEntries(links) }, layout }
}
