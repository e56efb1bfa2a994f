import { HOST, nodeId } from '../lab/ids'
import type { Lab, NodeKind } from '../lab/schema'
import { interfacesInNetns } from '../lab/view'
import { INTERFACE_NAME_BYTES, isInterfaceName, utf8Length } from '../net/names'

/** The names of the interfaces in a namespace (or `host`), bridges and their ports included; `lo` always. */
export function interfaceNames(lab: Lab, netns: string): Set<string> {
  return new Set(['lo', ...interfacesInNetns(lab, netns).map(({ view }) => view.name)])
}

/** `text` cut to at most `bytes` of UTF-8, never inside a character. */
function cut(text: string, bytes: number): string {
  let kept = ''
  for (const char of text) {
    if (utf8Length(kept + char) > bytes) break
    kept += char
  }
  return kept
}

/** The first of `stem0`, `stem1`, … that is not taken. */
export function numbered(stem: string, taken: ReadonlySet<string>, first = 0): string {
  let number = first
  while (taken.has(`${stem}${number}`)) number++
  return `${stem}${number}`
}

/** A name for the side of a link that faces `peer`: `veth-PEER`, cut to fit an interface's 15 bytes and numbered where it is taken. */
export function vethName(peer: string, taken: ReadonlySet<string>): string {
  const plain = cut(`veth-${peer}`, INTERFACE_NAME_BYTES)
  if (isInterfaceName(plain) && !taken.has(plain)) return plain
  for (let number = 1; ; number++) {
    const suffix = `-${number}`
    const name = cut(plain, INTERFACE_NAME_BYTES - suffix.length) + suffix
    if (isInterfaceName(name) && !taken.has(name)) return name
  }
}

/** A free name for a new node: `ns1`, `br0` and so on, or `wanted` with a number after it where it is taken. */
export function freeNodeName(lab: Lab, kind: NodeKind, wanted?: string): string {
  const taken = new Set([...Object.keys(lab.nodes), HOST, ...(kind === 'bridge' ? interfaceNames(lab, HOST) : [])])
  if (wanted === undefined)
    return kind === 'bridge' ? numbered('br', taken) : numbered(kind === 'container' ? 'box' : 'ns', taken, 1)
  if (!taken.has(wanted)) return wanted
  const room = kind === 'bridge' ? INTERFACE_NAME_BYTES - 3 : 58
  const stem = cut(wanted.replace(/-\d+$/, ''), room)
  return numbered(`${stem}-`, taken, 2)
}

/** The `id` that a node of this name needs: none, unless a renamed node still has that id. */
export function freeNodeId(lab: Lab, name: string): string | undefined {
  const ids = new Set(Object.entries(lab.nodes).map(([other, node]) => nodeId(other, node)))
  return ids.has(name) ? numbered(`${name}.`, ids, 2) : undefined
}
