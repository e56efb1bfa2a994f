import type { ArithmeticExpression, ParameterExpansionPart, ParsedScript, Word, WordPart } from 'unbash'
import { braces, withoutMatch } from './patterns'
import type { Scope } from './scope'
import { UNKNOWN } from './session'

/** What an expansion needs of the shell that it happens in. */
export interface Surroundings {
  scope: Scope
  /** What a command substitution prints; UNKNOWN in it where only a real run would know. */
  substitute(script: ParsedScript | undefined): string
}

/** A part of a word after expansion: quoted parts are never split. */
interface Piece {
  text: string
  quoted: boolean
  /** Several fields of their own, as from "$@". */
  fields?: readonly string[]
}

/** No word and no list grows beyond this, whatever a text multiplies. */
const MAX_LENGTH = 20_000
const MAX_WORDS = 10_000
/** Of all that the braces of one word stand for together. */
const MAX_PIECES = 200_000
/** So many braces of one word are expanded; what comes after them stays as it is written. */
const MAX_BRACES = 32

/** Expands words into the arguments of a command: parameters, arithmetic, substitutions, braces, field splitting. */
export function expandWords(words: readonly Word[], around: Surroundings): string[] {
  const result: string[] = []
  for (const word of words) {
    for (const field of expandWord(word, around)) result.push(field)
    if (result.length > MAX_WORDS) return result.slice(0, MAX_WORDS)
  }
  return result
}

/** Expands a word that is never split, as in an assignment or a test. */
export function expandText(word: Word | undefined, around: Surroundings): string {
  if (!word) return ''
  if (!word.parts) return word.value
  return partsText(word.parts, around)
}

/** Expands parts into one text, as in a here-document. */
export function partsText(parts: readonly WordPart[], around: Surroundings): string {
  const text = parts
    .flatMap((part) => pieces(part, around, false))
    .map(({ text: piece, fields }) => fields?.join(' ') ?? piece)
    .join('')
  return text.slice(0, MAX_LENGTH)
}

function expandWord(word: Word, around: Surroundings): string[] {
  if (!word.parts) return [word.value]
  let alternatives: Piece[][] = [[]]
  let open = MAX_BRACES
  for (const [index, part] of word.parts.entries()) {
    const room = Math.max(1, Math.min(MAX_WORDS, Math.floor(MAX_PIECES / (index + 1))))
    if (part.type === 'BraceExpansion' && open > 0) {
      alternatives = product(alternatives, braces(part.text, room), room)
      open--
    } else {
      alternatives.length = Math.min(alternatives.length, room)
      const added = pieces(part, around, false)
      for (const list of alternatives) for (const piece of added) list.push(piece)
    }
  }
  return alternatives.flatMap(split)
}

/** Every list with every option behind it, up to so many; those beyond are never made. */
function product(lists: readonly Piece[][], options: readonly string[], room: number): Piece[][] {
  const result: Piece[][] = []
  for (const list of lists) {
    for (const text of options) {
      if (result.length >= room) return result
      result.push([...list, { text, quoted: true }])
    }
  }
  return result
}

function split(list: readonly Piece[]): string[] {
  const fields: string[] = []
  let current: string | undefined
  for (const { text, quoted, fields: several } of list) {
    const parts = several ?? (quoted ? [text] : text.split(/[ \t\n]+/))
    parts.forEach((part, index) => {
      if (index > 0) {
        if (current !== undefined && (current !== '' || several)) fields.push(current)
        current = undefined
      }
      if (part !== '' || quoted) current = `${current ?? ''}${part}`.slice(0, MAX_LENGTH)
    })
  }
  if (current !== undefined) fields.push(current)
  return fields
}

function pieces(part: WordPart, around: Surroundings, quoted: boolean): Piece[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return [{ text: part.value, quoted: true }]
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.length === 0 ? [{ text: '', quoted: true }] : part.parts.flatMap((child) => pieces(child, around, true))
    case 'SimpleExpansion':
      return parameter(part.text.slice(1), around, quoted)
    case 'ParameterExpansion':
      return [expansion(part, around, quoted)].flat()
    case 'ArithmeticExpansion':
      return [{ text: numberText(part.expression && arithmetic(part.expression, around)), quoted }]
    case 'CommandExpansion':
      return [{ text: around.substitute(part.script).replace(/\n+$/, ''), quoted }]
    default:
      return [{ text: part.type === 'BraceExpansion' ? part.text : UNKNOWN, quoted }]
  }
}

function numberText(value: number | undefined): string {
  return value === undefined ? UNKNOWN : String(value)
}

function special(name: string, { scope }: Surroundings): string | undefined {
  if (/^\d+$/.test(name)) return name === '0' ? scope.name : (scope.args[Number(name) - 1] ?? '')
  if (name === '#') return String(scope.args.length)
  if (name === '?') return '0'
  // The shell itself is a process of the computer’s own namespace, as the first one is.
  if (name === '$') return '1'
  return scope.get(name)
}

function parameter(name: string, around: Surroundings, quoted: boolean): Piece[] {
  const { args } = around.scope
  if (name === '@' || (name === '*' && !quoted)) return [{ text: '', quoted: false, fields: args }]
  if (name === '*') return [{ text: args.join(' '), quoted }]
  return [{ text: special(name, around) ?? UNKNOWN, quoted }]
}

function expansion(part: ParameterExpansionPart, around: Surroundings, quoted: boolean): Piece | Piece[] {
  const { parameter: name, index, prefix, operation } = part
  const key = index && expandText(index, around)
  if (key === '@' || key === '*') {
    const elements = around.scope.array(name)
    if (!elements) return { text: UNKNOWN, quoted }
    const list = prefix === '!' ? [...elements.keys()] : [...elements.values()]
    if (prefix === '#') return { text: String(list.length), quoted }
    return { text: '', quoted: false, fields: list }
  }
  if (name === '@' || name === '*') {
    if (prefix === '#') return { text: String(around.scope.args.length), quoted }
    const from = operation?.type === 'Slice' ? Math.max(0, Number(expandText(operation.offset, around)) - 1) : 0
    return { text: '', quoted: false, fields: around.scope.args.slice(from) }
  }
  const value = key === undefined ? special(name, around) : around.scope.array(name)?.get(key)
  if (prefix === '!') return { text: (value !== undefined && around.scope.get(value)) || UNKNOWN, quoted }
  if (prefix === '#') return { text: value === undefined ? UNKNOWN : String(value.length), quoted }
  return { text: operation ? operate(operation, name, value, around) : (value ?? UNKNOWN), quoted }
}

function operate(
  operation: NonNullable<ParameterExpansionPart['operation']>,
  name: string,
  value: string | undefined,
  around: Surroundings,
): string {
  switch (operation.type) {
    case 'Default': {
      const { operator } = operation
      const set = value !== undefined && !(operator.startsWith(':') && value === '')
      if (operator.endsWith('+')) return set ? expandText(operation.operand, around) : ''
      if (set) return value
      if (operator.endsWith('?')) return UNKNOWN
      const text = expandText(operation.operand, around)
      if (operator.endsWith('=')) around.scope.set(name, text)
      return text
    }
    case 'Remove': {
      if (value === undefined) return UNKNOWN
      return withoutMatch(value, expandText(operation.operand, around), operation.operator) ?? UNKNOWN
    }
    case 'Replace': {
      const pattern = expandText(operation.pattern, around)
      if (value === undefined || /[*?[\]]/.test(pattern)) return UNKNOWN
      const by = expandText(operation.replacement, around)
      return operation.operator === '//' ? value.replaceAll(pattern, () => by) : value.replace(pattern, () => by)
    }
    case 'Slice': {
      const from = Number(expandText(operation.offset, around))
      const length = operation.length && Number(expandText(operation.length, around))
      if (value === undefined || Number.isNaN(from)) return UNKNOWN
      return value.slice(from < 0 ? Math.max(0, value.length + from) : from).slice(0, length)
    }
    case 'CaseModification': {
      const text = value ?? UNKNOWN
      const upper = operation.operator.startsWith('^')
      const change = (part: string) => (upper ? part.toUpperCase() : part.toLowerCase())
      return operation.operator.length === 2 ? change(text) : `${change(text.slice(0, 1))}${text.slice(1)}`
    }
    default:
      return UNKNOWN
  }
}

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<<': (a, b) => a * 2 ** b,
  '>>': (a, b) => Math.floor(a / 2 ** b),
  '&': (a, b) => Number(BigInt(a) & BigInt(b)),
  '|': (a, b) => Number(BigInt(a) | BigInt(b)),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
  ',': (_, b) => b,
}

function nameIn(expression: ArithmeticExpression): string | undefined {
  const name = expression.type === 'ArithmeticWord' ? expression.value.replace(/^\$\{?|\}$/g, '') : ''
  return /^[A-Za-z_]\w*$/.test(name) ? name : undefined
}

/**
 * The value of shell arithmetic, or undefined where only a real run would know it: what is no whole number that can be told apart from
 * its neighbours (a division by zero, an overflow) is such a value, in the middle of an expression as at its end. Assignments take effect.
 */
export function arithmetic(expression: ArithmeticExpression, around: Surroundings): number | undefined {
  return known(evaluate(expression, around))
}

function known(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined
}

function evaluate(expression: ArithmeticExpression, around: Surroundings): number | undefined {
  const { scope } = around
  switch (expression.type) {
    case 'ArithmeticWord': {
      const text = expression.parts ? partsText(expression.parts, around) : expression.value
      const name = /^[A-Za-z_]\w*$/.test(text) ? (scope.get(text) ?? '0') : text
      return /^-?\d+$/.test(name) ? Number(name) : undefined
    }
    case 'ArithmeticGroup':
      return arithmetic(expression.expression, around)
    case 'ArithmeticUnary': {
      const value = arithmetic(expression.operand, around)
      const { operator, prefix } = expression
      if (value === undefined) return undefined
      if (operator === '++' || operator === '--') {
        const next = operator === '++' ? value + 1 : value - 1
        const name = nameIn(expression.operand)
        if (name !== undefined && known(next) !== undefined) scope.set(name, String(next))
        return prefix ? next : value
      }
      return operator === '-' ? -value : operator === '!' ? Number(value === 0) : operator === '+' ? value : undefined
    }
    case 'ArithmeticTernary': {
      const test = arithmetic(expression.test, around)
      return test === undefined ? undefined : arithmetic(test === 0 ? expression.alternate : expression.consequent, around)
    }
    case 'ArithmeticBinary': {
      const { operator, left, right } = expression
      const b = arithmetic(right, around)
      const assigns = /^([-+*/%]?)=$/.exec(operator)
      const name = assigns && nameIn(left)
      const a = assigns?.[1] === '' ? 0 : arithmetic(left, around)
      if (a === undefined || b === undefined) return undefined
      const result = known(assigns ? (assigns[1] === '' ? b : BINARY[assigns[1] ?? '']?.(a, b)) : BINARY[operator]?.(a, b))
      if (name && result !== undefined) scope.set(name, String(result))
      return result
    }
    default:
      return undefined
  }
}
