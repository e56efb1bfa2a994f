import { isMap, isNode, isScalar, isSeq, type LineCounter, type Pair, type YAMLMap } from 'yaml'
import type { DocPath, TextPosition } from '../check/diagnostic'

const keys = new WeakMap<YAMLMap, Map<string, Pair>>()

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  let index = keys.get(map)
  if (!index) {
    index = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]))
    keys.set(map, index)
  }
  return index.get(key)
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

/**
 * Where in the text the value at `path` begins; with `key`, where its name does. A path that goes further than the text
 * (a default, a missing field) gives its nearest ancestor's name.
 */
export function positionOf(root: unknown, path: DocPath, lines: LineCounter, key = false): TextPosition {
  let node = root
  let offset = offsetOf(root) ?? 0
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = pairOf(node, String(step))
      if (!pair) break
      const name = offsetOf(pair.key) ?? offset
      const last = depth === path.length - 1
      offset = last && !key && isScalar(pair.value) ? (offsetOf(pair.value) ?? name) : name
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step]
      offset = offsetOf(node) ?? offset
    } else break
  }
  return textPosition(offset, lines)
}

/** An offset in the text as line and column, both from 1. */
export function textPosition(offset: number, lines: LineCounter): TextPosition {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}
