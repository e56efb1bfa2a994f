import { checkLab } from '../check/check'
import type { Diagnostic } from '../check/diagnostic'
import { equalJson } from '../edit/json'
import { duplicateLinks, fileLinkId, fileOfLab, type LabFile, labFileSchema, labOfFile, writtenLinkIds } from './file-schema'
import { HOST } from './ids'
import { elementAt, issueDiagnostics, nodeCountProblem } from './issues'
import { positionOf, textPosition } from './locate'
import { readPlainYaml } from './plain-yaml'
import type { Lab } from './schema'
import { newText, updatedText } from './write'
import { readYaml, type YamlText } from './yaml'

/** Codes that are about a name rather than its value: their position is the name's. */
const AT_NAME = new Set<string>([
  'unknown-field',
  'bad-node-name',
  'bad-interface-name',
  'duplicate-key',
  'expected-map',
  'expected-list',
])

export interface ParsedLab {
  /** Present when the text has the shape of a lab, whatever the checks say about it. */
  lab?: Lab
  /** What is wrong with the text, else what the checks say; each with its position. */
  diagnostics: Diagnostic[]
}

/**
 * Reads a lab file and checks it. Never throws; at most 1 MB, 20 levels, 5,000 nodes, and no YAML that expands. `plain`: what `plainLab` says of
 * the text, where that is known already.
 */
export function parseLabFile(text: string, plain = plainLab(text)): ParsedLab {
  return plain && checkLab(plain).length === 0 ? { lab: plain, diagnostics: [] } : parseWithPositions(text)
}

/** The lab that a text says, unchecked, where it is written plainly; undefined where `parseLabFile` has to tell what it says, or what is wrong with it. */
export function plainLab(text: string): Lab | undefined {
  const plain = readPlainYaml(text)
  const file = plain && shapeOf(plain.value).file
  return file && labOfFile(file)
}

/** Findings have places in the text, which only the parser's tree knows. */
function parseWithPositions(text: string): ParsedLab {
  const yaml = readYaml(text)
  if (yaml.problems.length) {
    const diagnostics = yaml.problems.map(({ code, params, path, offset }): Diagnostic => {
      return { code, severity: 'error', element: elementAt(path, []), path, params, position: textPosition(offset, yaml.lines) }
    })
    return { diagnostics }
  }
  const result = shapeOf(yaml.value)
  const root = yaml.document?.contents
  const locate = (diagnostic: Diagnostic): Diagnostic => ({
    ...diagnostic,
    position: positionOf(root, diagnostic.path, yaml.lines, AT_NAME.has(diagnostic.code)),
  })
  if (!result.file) return { diagnostics: result.diagnostics.map(locate) }
  const { file } = result
  const lab = labOfFile(file)
  // Ids that look like numbers come first in an object, so the memory's order of links can differ from the file's.
  const indexes = new Map(file.links?.map((link, index) => [fileLinkId(link), index]))
  const inFile = Object.keys(lab.links).map((id) => indexes.get(id) ?? 0)
  const diagnostics = checkLab(lab).map((diagnostic): Diagnostic => {
    const [top, index, ...rest] = diagnostic.path
    if (top !== 'links' || typeof index !== 'number') return locate(diagnostic)
    return locate({ ...diagnostic, path: ['links', inFile[index] ?? index, ...rest] })
  })
  return { lab, diagnostics }
}

function shapeOf(value: unknown): { file: LabFile; diagnostics?: undefined } | { file?: undefined; diagnostics: Diagnostic[] } {
  const tooMany = nodeCountProblem(value)
  if (tooMany) return { diagnostics: [tooMany] }
  const parsed = labFileSchema.safeParse(value)
  if (!parsed.success) return { diagnostics: issueDiagnostics(parsed.error.issues, value, writtenLinkIds(value)) }
  const duplicates = duplicateLinks(parsed.data)
  if (!duplicates.length) return { file: parsed.data }
  return {
    diagnostics: duplicates.map(({ index, id }) => ({
      code: 'duplicate-link-id',
      severity: 'error',
      element: { kind: 'link', link: id },
      path: ['links', index],
      params: { id },
    })),
  }
}

function hasHost(yaml: YamlText): boolean {
  const { value } = yaml
  if (typeof value !== 'object' || value === null || !('nodes' in value)) return false
  const { nodes } = value
  return typeof nodes === 'object' && nodes !== null && HOST in nodes
}

/**
 * The text of a lab's file. With `previous`, the file as it was: its comments, its order of keys and its style stay
 * wherever the lab still says the same; if that text cannot be read, a new one is written.
 */
export function writeLabFile(lab: Lab, previous?: string): string {
  const before = previous === undefined ? undefined : readYaml(previous)
  if (!before?.document || before.problems.length || typeof before.value !== 'object' || before.value === null)
    return newText(fileOfLab(lab, false))
  const now = fileOfLab(lab, hasHost(before))
  if (previous !== undefined && equalJson(before.value, now)) return previous
  return updatedText(before.document, previous ?? '', before.value as Partial<LabFile>, now)
}
