import type { TestExpression } from 'unbash'
import { expandText, type Surroundings } from './expand'
import { matches } from './patterns'
import { type Session, UNKNOWN } from './session'

const NUMBERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
}

/** `[[ … ]]`; undefined where only a real run would know. */
export function conditionOf(expression: TestExpression, around: Surroundings, session: Session): boolean | undefined {
  switch (expression.type) {
    case 'TestGroup':
      return conditionOf(expression.expression, around, session)
    case 'TestNot': {
      const value = conditionOf(expression.operand, around, session)
      return value === undefined ? undefined : (expression.negations.length % 2 === 1) !== value
    }
    case 'TestLogical': {
      const values = expression.operands.map((operand) => conditionOf(operand, around, session))
      const decides = expression.operator === '||'
      if (values.includes(decides)) return decides
      return values.includes(undefined) ? undefined : !decides
    }
    case 'TestUnary':
      return unary(expression.operator, expandText(expression.operand, around), session)
    case 'TestBinary': {
      const { operator, left, right } = expression
      return binary(operator, expandText(left, around), expandText(right, around), true)
    }
  }
}

/** `[ … ]` and `test …`, one condition with an optional `!`, or several with -a and -o; undefined where only a real run would know. */
export function testWords(words: readonly string[], session: Session): boolean | undefined {
  for (const [joint, decides] of [
    ['-o', true],
    ['-a', false],
  ] as const) {
    const at = words.indexOf(joint)
    if (at <= 0 || at === words.length - 1) continue
    const values = [testWords(words.slice(0, at), session), testWords(words.slice(at + 1), session)]
    if (values.includes(decides)) return decides
    return values.includes(undefined) ? undefined : !decides
  }
  const [first, second, third] = words
  if (first === '!') {
    const value = testWords(words.slice(1), session)
    return value === undefined ? undefined : !value
  }
  if (first === undefined) return false
  if (second === undefined) return first.includes(UNKNOWN) ? undefined : first !== ''
  if (third === undefined) return unary(first, second, session)
  return binary(second, first, third, false)
}

function unary(operator: string, operand: string, session: Session): boolean | undefined {
  if (operand.includes(UNKNOWN)) return operator === '-z' ? true : operator === '-n' ? false : undefined
  switch (operator) {
    case '-z':
      return operand === ''
    case '-n':
      return operand !== ''
    case '-e':
    case '-f':
    case '-d':
    case '-L':
    case '-h':
    case '-s':
    case '-r':
      return exists(operand, session)
    default:
      return undefined
  }
}

function exists(path: string, { machine, paths }: Session): boolean {
  const netns = /^\/(?:var\/)?run\/netns\/(.+)$/.exec(path)
  if (netns?.[1]) return machine.named(netns[1]) !== undefined
  const link = /^\/sys\/class\/net\/([^/]+)/.exec(path)
  if (link?.[1]) return machine.host.devices.has(link[1])
  return paths.has(path) || /^\/(proc|sys|bin|sbin|usr|etc)\b/.test(path)
}

function binary(operator: string, left: string, right: string, patterns: boolean): boolean | undefined {
  if (left.includes(UNKNOWN) || right.includes(UNKNOWN)) return undefined
  const numbers = NUMBERS[operator]
  if (numbers) return numbers(Number(left), Number(right))
  const equal = patterns ? matches(left, right) : left === right
  if (operator === '=' || operator === '==') return equal
  if (operator === '!=') return equal === undefined ? undefined : !equal
  return undefined
}
