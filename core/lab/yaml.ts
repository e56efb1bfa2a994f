import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
} from 'yaml'
import type { DocPath } from '../check/diagnostic'
import { utf8Length } from '../net/names'
import type { DiagnosticCode } from '../text/diagnostics.en'
import { LIMITS } from './schema'

/** A problem of the text itself, before it is looked at as a lab. `offset` is where in the text. */
export interface YamlProblem {
  code: DiagnosticCode
  params: Record<string, string | number>
  path: DocPath
  offset: number
}

/** A text that was read: plain data, and the syntax tree for positions and for writing back. */
export interface YamlText {
  document?: Document.Parsed
  value?: unknown
  lines: LineCounter
  problems: YamlProblem[]
}

/** A level of nesting takes at most two entries of the parser's stack, plus the document and a scalar. */
const MAX_STACK = LIMITS.depth * 2 + 4
const OPTIONS = { stringKeys: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
/** After so many, more of the same help nobody. */
const MAX_PROBLEMS = 50

/** The types of YAML's core schema, which may be named explicitly. */
const CORE_TAGS = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`))

class TooDeep extends Error {}

/**
 * The parser's tokens, with the depth watched while they are made: the composer recurses, and a text of brackets would
 * overflow the stack, or abort the process, before there is a document to measure.
 */
function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > MAX_STACK) throw new TooDeep()
  }
  yield* parser.end()
}

function problem(code: DiagnosticCode, params: Record<string, string | number>, offset = 0, path: DocPath = []): YamlProblem {
  return { code, params, path, offset }
}

/** Plain data from the tree, refusing what a lab file has no use for: aliases, names of the prototype, keys written twice. */
class Reader {
  readonly problems: YamlProblem[] = []

  read(node: ParsedNode | null, path: (string | number)[]): unknown {
    if (node === null) return null
    const [offset] = node.range
    if (path.length > LIMITS.depth) return this.refuse('too-deep', { max: LIMITS.depth }, offset, path)
    if (isAlias(node)) return this.refuse('yaml-alias', {}, offset, path)
    if (node.tag !== undefined && !CORE_TAGS.has(node.tag))
      return this.refuse('yaml-tag', { tag: node.tag.slice(0, 80) }, offset, path)
    if (isScalar(node)) return node.value
    if (isSeq(node)) return node.items.map((item, index) => this.read(item as ParsedNode | null, [...path, index]))
    if (!isMap(node)) return null
    const value: Record<string, unknown> = {}
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const at = pair.key.range[0]
      if (key in Object.prototype) this.refuse('prototype-key', { key }, at, path)
      else if (Object.hasOwn(value, key)) this.refuse('duplicate-key', { key }, at, [...path, key])
      else value[key] = this.read(pair.value as ParsedNode | null, [...path, key])
    }
    return value
  }

  private refuse(code: DiagnosticCode, params: Record<string, string | number>, offset: number, path: DocPath): null {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem(code, params, offset, [...path]))
    return null
  }
}

function compose(text: string, lines: LineCounter): { document?: Document.Parsed; problems: YamlProblem[] } {
  const composer = new Composer(OPTIONS)
  let document: Document.Parsed | undefined
  for (const next of composer.compose(tokensOf(text, lines), true, text.length)) {
    if (document) return { problems: [problem('yaml-many-documents', {}, next.range[0])] }
    document = next
  }
  const problems = (document?.errors ?? []).slice(0, MAX_PROBLEMS).map((error) => {
    // A second document that does not even begin properly is reported as an error of the first.
    if (error.code === 'MULTIPLE_DOCS') return problem('yaml-many-documents', {}, error.pos[0])
    return problem('yaml-syntax', { text: error.message }, error.pos[0])
  })
  for (const warning of document?.warnings ?? [])
    if (warning.code === 'TAG_RESOLVE_FAILED')
      problems.push(problem('yaml-tag', { tag: tagIn(text, warning.pos[0]) }, warning.pos[0]))
  return { document, problems: problems.slice(0, MAX_PROBLEMS) }
}

function tagIn(text: string, offset: number): string {
  return /^\S{1,40}/.exec(text.slice(offset, offset + 200))?.[0] ?? '!'
}

/** Reads a text as one YAML 1.2 document of plain data. Never throws; bounded in size, depth and time. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter()
  const bytes = utf8Length(text)
  if (bytes > LIMITS.bytes) return { lines, problems: [problem('file-too-large', { bytes, max: LIMITS.bytes })] }
  try {
    const { document, problems } = compose(text, lines)
    if (!document || problems.length) return { lines, problems }
    const reader = new Reader()
    const value = reader.read(document.contents, [])
    return { document, value, lines, problems: reader.problems }
  } catch (error) {
    if (error instanceof TooDeep) return { lines, problems: [problem('too-deep', { max: LIMITS.depth })] }
    // The library's last resort, for texts that it did not expect.
    return { lines, problems: [problem('yaml-syntax', { text: error instanceof Error ? error.message : String(error) })] }
  }
}
