import { utf8Length } from '../net/names'
import { LIMITS } from './limits'

/**
 * The plain part of YAML, which is how most lab files are written: block maps and lists, one-line `{ … }` and `[ … ]`, names,
 * numbers and addresses without quotes, simple strings in quotes, comments on lines of their own. Reading it takes a tenth of
 * the time that a whole YAML parser takes, which for a thousand nodes is most of a command's. Whatever else there is, is left to
 * the parser, so everything here is the narrower reading: a text is understood exactly as the parser would, or not at all.
 */

/** Characters that mean themselves: printable ASCII, Chinese characters and their punctuation. */
const UNUSUAL_CHARACTER = /[^\n\x20-\x7e\u3001-\u9fff\uff01-\uff60]/
const BLANK = /^ *(?:#.*)?$/
const KEY = /^([A-Za-z_][A-Za-z0-9_.-]{0,80}):(?: (?! )(.*))?$/
const FLOW_KEY = /([A-Za-z_][A-Za-z0-9_.-]{0,80}): +/y
const FLOW_WORD = /-?[A-Za-z0-9_][A-Za-z0-9_.:/@-]*/y
const SPACES = / */y
const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/
const DECIMAL = /^-?(?:0|[1-9]\d{0,8})\.\d{1,6}$/
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/
/** IPv6 with digits first, and MAC addresses. */
const COLONS = /^[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:.]*(?:[0-9A-Fa-f]|[0-9A-Fa-f:]\/\d{1,3})$/
const WORDS = /^[A-Za-z_\u3001-\u9fff]/
/** Where a plain scalar would end, or be a key. */
const PUNCTUATED = /: | #|:$/
const RESERVED = new Set(['null', 'Null', 'NULL', 'True', 'TRUE', 'False', 'FALSE'])
/** Levels: more than the deepest field of a lab has. */
const DEPTH = 10

const UNUSUAL = new Error('not plain')

interface Line {
  indent: number
  text: string
}

/** What the text says, or undefined where it takes a YAML parser to tell. Never throws. */
export function readPlainYaml(text: string): { value: unknown } | undefined {
  if (text.length > LIMITS.bytes / 3 && utf8Length(text) > LIMITS.bytes) return undefined
  if (UNUSUAL_CHARACTER.test(text)) return undefined
  const lines: Line[] = []
  for (const line of text.split('\n')) {
    if (BLANK.test(line)) continue
    if (line.endsWith(' ')) return undefined
    const indent = line.search(/[^ ]/)
    lines.push({ indent, text: line.slice(indent) })
  }
  if (lines[0]?.indent !== 0) return undefined
  try {
    const reader = new Reader(lines)
    return { value: reader.document() }
  } catch (error) {
    if (error === UNUSUAL) return undefined
    throw error
  }
}

class Reader {
  private at = 0

  constructor(private readonly lines: Line[]) {}

  document(): Record<string, unknown> {
    const value = this.map(0, 0)
    if (this.at < this.lines.length) throw UNUSUAL
    return value
  }

  private block(indent: number, depth: number): unknown {
    if (depth > DEPTH) throw UNUSUAL
    return this.lines[this.at]?.text.startsWith('- ') ? this.list(indent, depth) : this.map(indent, depth)
  }

  private map(indent: number, depth: number): Record<string, unknown> {
    const value: Record<string, unknown> = {}
    for (let line = this.lines[this.at]; line && line.indent === indent; line = this.lines[this.at]) {
      const [, key = '', rest] = KEY.exec(line.text) ?? []
      this.at++
      put(value, key, rest === undefined ? this.nested(indent, depth) : this.inline(rest, indent, depth))
    }
    this.expectEnd(indent)
    return value
  }

  private list(indent: number, depth: number): unknown[] {
    const value: unknown[] = []
    for (let line = this.lines[this.at]; line && line.indent === indent; line = this.lines[this.at]) {
      if (!line.text.startsWith('- ') || line.text.startsWith('-  ')) throw UNUSUAL
      const text = line.text.slice(2)
      if (KEY.test(text)) {
        // A map that begins on the line of its dash goes on where its first key stands.
        this.lines[this.at] = { indent: indent + 2, text }
        value.push(this.map(indent + 2, depth + 1))
      } else {
        this.at++
        value.push(this.inline(text, indent, depth))
      }
    }
    this.expectEnd(indent)
    return value
  }

  /** What stands below a key without a value on its line. */
  private nested(indent: number, depth: number): unknown {
    const line = this.lines[this.at]
    if (!line || line.indent <= indent) throw UNUSUAL
    return this.block(line.indent, depth + 1)
  }

  private inline(text: string, indent: number, depth: number): unknown {
    this.expectEnd(indent)
    const [first] = text
    if (first === '{' || first === '[') {
      const flow = new Flow(text)
      const value = flow.value(depth + 1)
      flow.expectEnd()
      return value
    }
    return first === '"' || first === "'" ? quoted(text) : scalar(text)
  }

  /** The line that follows belongs to this level or to one around it: it goes on with nothing that came before. */
  private expectEnd(indent: number): void {
    if ((this.lines[this.at]?.indent ?? 0) > indent) throw UNUSUAL
  }
}

/** One line of `{ … }` and `[ … ]`. */
class Flow {
  private at = 0

  constructor(private readonly text: string) {}

  expectEnd(): void {
    if (this.at < this.text.length) throw UNUSUAL
  }

  value(depth: number): unknown {
    if (depth > DEPTH) throw UNUSUAL
    switch (this.text[this.at]) {
      case '{':
        return this.map(depth)
      case '[':
        return this.list(depth)
      case '"':
      case "'":
        return this.quoted()
      default:
        return scalar(this.take(FLOW_WORD)[0])
    }
  }

  private map(depth: number): Record<string, unknown> {
    const value: Record<string, unknown> = {}
    this.items('}', () => {
      const [, key = ''] = this.take(FLOW_KEY)
      put(value, key, this.value(depth + 1))
    })
    return value
  }

  private list(depth: number): unknown[] {
    const value: unknown[] = []
    this.items(']', () => value.push(this.value(depth + 1)))
    return value
  }

  private items(close: string, item: () => void): void {
    this.at++
    this.take(SPACES)
    if (this.text[this.at] === close) {
      this.at++
      return
    }
    for (;;) {
      item()
      this.take(SPACES)
      const next = this.text[this.at++]
      if (next === close) return
      if (next !== ',') throw UNUSUAL
      this.take(SPACES)
    }
  }

  private quoted(): string {
    const end = this.text.indexOf(this.text[this.at] ?? '', this.at + 1)
    const value = quoted(this.text.slice(this.at, end + 1))
    this.at = end + 1
    return value
  }

  private take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) throw UNUSUAL
    this.at = pattern.lastIndex
    return found
  }
}

function put(value: Record<string, unknown>, key: string, item: unknown): void {
  if (key === '' || key in Object.prototype || RESERVED.has(key) || key === 'true' || key === 'false') throw UNUSUAL
  if (Object.hasOwn(value, key)) throw UNUSUAL
  value[key] = item
}

/** A string in quotes that says what it shows. */
function quoted(text: string): string {
  const [quote = ''] = text
  const value = text.slice(1, -1)
  if (text.length < 2 || !text.endsWith(quote) || value.includes(quote) || value.includes('\\')) throw UNUSUAL
  return value
}

/** A scalar without quotes, by YAML's core schema. */
function scalar(text: string): unknown {
  if (INTEGER.test(text) || DECIMAL.test(text)) return Number(text)
  if (text === 'true' || text === 'false') return text === 'true'
  if (IPV4.test(text) || COLONS.test(text)) return text
  if (!WORDS.test(text) || PUNCTUATED.test(text) || RESERVED.has(text)) throw UNUSUAL
  return text
}
