import { Document, isMap, isScalar, isSeq, type Node, Pair, Scalar, type YAMLMap, YAMLSeq } from 'yaml'
import type { DocPath } from '../check/diagnostic'
import { equalJson } from '../edit/json'
import { fileLinkId, type LabFile } from './file-schema'
import { nodeId } from './ids'
import type { LabNode } from './schema'
import { type FileStyle, OWN_STYLE, styleOf } from './yaml-style'

type Json = unknown
type JsonMap = Record<string, Json>

/** A list of short texts, which reads best on one line. */
const FLOW_LISTS = new Set(['addresses', 'except', 'endpoints', 'range', 'dns', 'state'])
/** Maps whose keys are names, so that a key can be renamed rather than replaced. */
const NAMED = new Set(['nodes', 'interfaces', 'layout'])

function isJsonMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFlow(path: DocPath): boolean {
  const [top, , field] = path
  const last = path.at(-1)
  if (typeof last === 'string' && FLOW_LISTS.has(last)) return true
  if (top === 'layout') return path.length === 2
  if (top !== 'nodes') return false
  if (field === 'filter' && path.length === 6) return true
  if (path.length !== 4) return false
  return field === 'interfaces' || field === 'routes' || field === 'nat' || field === 'neighbours'
}

function style(node: unknown, path: DocPath): void {
  if (!isMap(node) && !isSeq(node)) return
  if (isFlow(path)) {
    node.flow = true
    return
  }
  node.items.forEach((item, index) => {
    if (item instanceof Pair) style(item.value, [...path, String(isScalar(item.key) ? item.key.value : item.key)])
    else style(item, [...path, index])
  })
}

function created(document: Document, value: Json, path: DocPath): Node {
  // A value that two places share stands in both: the reader refuses aliases.
  const node = document.createNode(value, { aliasDuplicateObjects: false })
  style(node, path)
  return node
}

/** `[a, b]` inside `{ c: d }`: the library pads both kinds of flow collection or none. */
function closeLists(node: unknown, padded: boolean, inFlow = false): void {
  if (!isMap(node) && !isSeq(node)) return
  const flow = inFlow || node.flow === true
  for (const item of node.items) closeLists(item instanceof Pair ? item.value : item, padded, flow)
  if (isMap(node) || !flow) return
  node.toString = (context, ...rest) => {
    return YAMLSeq.prototype.toString.call(
      node,
      context && Object.assign({}, context, { flowCollectionPadding: padded ? ' ' : '' }),
      ...rest,
    )
  }
}

function textOf(document: Document, style: FileStyle = OWN_STYLE): string {
  closeLists(document.contents, style.listPadding)
  const { indent, indentSeq, mapPadding } = style
  return document.toString({ lineWidth: 0, indent, indentSeq, flowCollectionPadding: mapPadding })
}

/** A new file. */
export function newText(file: LabFile): string {
  const document = new Document({})
  document.contents = created(document, file, []) as Document['contents']
  return textOf(document)
}

/** The text `previous`, in its style, with what changed between `before` (what it says) and `after`. */
export function updatedText(document: Document.Parsed, previous: string, before: Partial<LabFile>, after: LabFile): string {
  new Merge(document as Document).node(document.contents, before, after, [])
  return textOf(document as Document, styleOf(previous))
}

class Merge {
  constructor(private readonly document: Document) {}

  /** The tree for `after`: the old one changed in place where it has the same shape. */
  node(node: unknown, before: Json, after: Json, path: DocPath): unknown {
    if (node !== null && equalJson(before, after)) return node
    if (isMap(node) && isJsonMap(before) && isJsonMap(after))
      return this.map(node as YAMLMap<Scalar, unknown>, before, after, path)
    if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) return this.list(node, before, after, path)
    if (isScalar(node) && (typeof after !== 'object' || after === null)) {
      node.value = after
      return node
    }
    const fresh = created(this.document, after, path)
    if (isScalar(node) || isMap(node) || isSeq(node)) fresh.commentBefore = node.commentBefore
    return fresh
  }

  private map(node: YAMLMap<Scalar, unknown>, before: JsonMap, after: JsonMap, path: DocPath): unknown {
    const renamed = renames(before, after, path)
    node.items = node.items.filter((pair) => {
      const was = String(pair.key.value)
      const key = renamed.get(was) ?? was
      if (after[key] === undefined) return false
      if (key !== was) pair.key.value = key
      pair.value = this.node(pair.value, before[was], after[key], [...path, key])
      return true
    })
    const present = new Set(node.items.map((pair) => String(pair.key.value)))
    let previous = -1
    for (const [key, value] of Object.entries(after)) {
      if (value === undefined) continue
      if (present.has(key)) {
        previous = node.items.findIndex((pair) => pair.key.value === key)
        continue
      }
      node.items.splice(++previous, 0, new Pair(new Scalar(key), created(this.document, value, [...path, key])))
    }
    return node
  }

  private list(node: YAMLSeq, before: Json[], after: Json[], path: DocPath): unknown {
    const links = path.length === 1 && path[0] === 'links'
    const keyOf = (item: Json) => (links ? fileLinkId(item as { endpoints: [string, string] }) : JSON.stringify(item))
    const olds = new Map<string, number[]>()
    for (const [index, item] of before.entries()) olds.set(keyOf(item), [...(olds.get(keyOf(item)) ?? []), index])
    const matched = after.map((item) => olds.get(keyOf(item))?.shift())
    const used = new Set(matched)
    const origins = matched.map((origin, index) => {
      if (origin !== undefined || links) return origin
      const likest = mostAlike(before, after[index], index, used)
      used.add(likest)
      return likest
    })
    const items = after.map((item, index) => {
      const origin = origins[index]
      const at = [...path, index]
      if (origin === undefined) return { origin: before.length + index, node: created(this.document, item, at) }
      return { origin, node: this.node(node.items[origin], before[origin], item, at) }
    })
    // The order of links says nothing, so those that were there stay where they were.
    if (links) items.sort((a, b) => a.origin - b.origin)
    node.items = items.map((item) => item.node)
    return node
  }
}

/** The index of the unused old item that a changed one was made from: with the most fields in common, else at the same place. */
function mostAlike(before: Json[], item: Json, index: number, used: ReadonlySet<number | undefined>): number | undefined {
  let best = index < before.length && !used.has(index) ? index : undefined
  let most = best === undefined ? 0 : common(before[best], item)
  for (const [candidate, old] of before.entries()) {
    if (used.has(candidate) || common(old, item) <= most) continue
    best = candidate
    most = common(old, item)
  }
  return best
}

function common(a: Json, b: Json): number {
  if (!isJsonMap(a) || !isJsonMap(b)) return 0
  return Object.keys(a).filter((key) => equalJson(a[key], b[key])).length
}

/** Which keys of a map of names were renamed: nodes by their stable id, others by having the same value. */
function renames(before: JsonMap, after: JsonMap, path: DocPath): Map<string, string> {
  const found = new Map<string, string>()
  const last = path.at(-1)
  if (typeof last !== 'string' || !NAMED.has(last)) return found
  const gone = Object.keys(before).filter((key) => !(key in after))
  const added = new Set(Object.keys(after).filter((key) => !(key in before)))
  const isNodes = path.length === 1 && last === 'nodes'
  for (const old of gone) {
    const same = (key: string) =>
      isNodes
        ? nodeId(old, before[old] as LabNode) === nodeId(key, after[key] as LabNode)
        : equalJson(before[old], after[key]) || (gone.length === 1 && added.size === 1)
    const key = [...added].find(same)
    if (key === undefined) continue
    found.set(old, key)
    added.delete(key)
  }
  return found
}
