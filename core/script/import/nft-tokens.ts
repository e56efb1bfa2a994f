type Token = string

/** Words, quoted texts, and the signs that stand on their own; a line's end is a sign too. */
function split(text: string): Token[] {
  const found = text.matchAll(/#[^\n]*|\\\n|"[^"\n]*"|[{};\n]|!=|[^\s{};"#]+/g)
  return [...found].map(([token]) => token).filter((token) => !token.startsWith('#') && token !== '\\\n')
}

/** The words and signs of an nft text, read from left to right. */
export class Tokens {
  at = 0
  private readonly list: readonly Token[]

  constructor(text: string) {
    this.list = split(text)
  }

  peek(): Token | undefined {
    return this.list[this.at]
  }

  next(): Token {
    return this.list[this.at++] ?? ''
  }

  /** Whether the statement is over. */
  ends(): boolean {
    const token = this.peek()
    return token === undefined || token === '\n' || token === ';' || token === '}'
  }

  /** Goes to the statement’s end; returns what was passed. */
  skipStatement(): string {
    const words: string[] = []
    while (!this.ends()) {
      const token = this.next()
      words.push(token)
      if (token === '{') words.push(...this.skipBlock())
    }
    return words.join(' ')
  }

  private skipBlock(): string[] {
    const words: string[] = []
    for (let depth = 1; depth > 0 && this.peek() !== undefined; ) {
      const token = this.next()
      if (token === '{') depth++
      else if (token === '}') depth--
      words.push(token)
    }
    return words
  }

  /** A network, an address, or several in braces. */
  values(): string[] {
    if (this.peek() !== '{') return [unquoted(this.next())]
    this.next()
    const values: string[] = []
    for (let token = this.next(); token !== '}' && token !== ''; token = this.next())
      for (const value of token.split(',')) if (value !== '') values.push(unquoted(value))
    return values
  }

  /** What was read from `start` on. */
  since(start: number): string {
    return this.list.slice(start, this.at).join(' ')
  }
}

export const unquoted = (token: string) => token.replace(/^"(.*)"$/, '$1')
