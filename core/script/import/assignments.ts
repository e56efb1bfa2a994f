import type { Assignment, CommandArgument, Word } from 'unbash'
import { expandText, expandWords, type Surroundings } from './expand'
import type { Scope } from './scope'

/** How long a variable may grow by `+=`, in characters. */
const MAX_VALUE = 200_000

/** Carries `NAME=VALUE` out; returns how many characters it moved, for the budget. `local` keeps it to the function. */
export function assign({ name, value, index, append }: Assignment, scope: Scope, around: Surroundings, local: boolean): number {
  if (value.type === 'ArrayValue') {
    const elements = new Map(append ? scope.array(name) : [])
    for (const element of value.elements) {
      const keyed = /^\[([^\]]+)\]=(.*)$/s.exec(expandText(element, around))
      if (keyed) elements.set(keyed[1] ?? '', keyed[2] ?? '')
      else for (const text of expandWords([element], around)) elements.set(String(elements.size), text)
    }
    scope.setArray(name, elements)
    return elements.size
  }
  const text = expandText(value, around)
  if (index) scope.setElement(name, expandText(index, around), text)
  else if (local) scope.setLocal(name, text)
  else scope.set(name, append ? `${scope.get(name) ?? ''}${text}`.slice(0, MAX_VALUE) : text)
  return text.length
}

/** `read A B`: the first word into the first name, the rest into the last. Returns whether there was a line. */
export function readLine(args: readonly CommandArgument[], line: string | undefined, scope: Scope): boolean {
  if (line === undefined) return false
  const names = args.flatMap((word) => (word.type === 'Word' && !word.value.startsWith('-') ? [word.value] : []))
  const words = line.trim().split(/\s+/)
  names.forEach((name, index) => {
    scope.set(name, index === names.length - 1 ? words.slice(index).join(' ') : (words[index] ?? ''))
  })
  return true
}

/** `a=b` as an argument of a command is a plain word. */
export function asWord(assignment: Assignment): Word {
  const { pos, end, text, name, value } = assignment
  if (value.type === 'ArrayValue') return { type: 'Word', pos, end, text, value: text }
  const head = text.slice(0, Math.max(0, value.pos - pos)) || `${name}=`
  const literal = { type: 'Literal' as const, pos, end: value.pos, value: head, text: head }
  const tail = value.parts ?? [{ type: 'Literal' as const, pos: value.pos, end, value: value.value, text: value.text }]
  return { type: 'Word', pos, end, text, value: `${head}${value.value}`, parts: [literal, ...tail] }
}
