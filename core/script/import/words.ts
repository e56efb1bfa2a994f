import { nearest } from '../../net/similar'
import type { Session } from './session'

/** A word list that is read from left to right. */
export class Words {
  private at = 0

  constructor(private readonly list: readonly string[]) {}

  get done(): boolean {
    return this.at >= this.list.length
  }

  peek(): string | undefined {
    return this.list[this.at]
  }

  next(): string | undefined {
    return this.list[this.at++]
  }

  rest(): string[] {
    const rest = this.list.slice(this.at)
    this.at = this.list.length
    return rest
  }
}

/** A verb with all its spellings, in the order in which the tool compares them: the first that starts with what was typed wins. */
export interface Verb<T> {
  names: readonly string[]
  run: T
}

/** The verb that a tool would take for `typed`: abbreviations count, as in iproute2. */
export function verbOf<T>(verbs: readonly Verb<T>[], typed: string): T | undefined {
  if (typed === '') return undefined
  return verbs.find(({ names }) => names.some((name) => name.startsWith(typed)))?.run
}

/** As `verbOf`; a typing mistake is taken for what it resembles, and both cases are reported. */
export function verbOrMistake<T>(session: Session, tool: string, verbs: readonly Verb<T>[], typed: string): T | undefined {
  const exact = verbOf(verbs, typed)
  if (exact !== undefined) return exact
  const near = nearest(
    typed,
    verbs.flatMap(({ names }) => names),
  )
  if (near === '') {
    session.report('error', 'import-unknown-word', { tool, word: typed })
    return undefined
  }
  session.report('warning', 'import-typo', { tool, word: typed, near })
  return verbOf(verbs, near)
}
