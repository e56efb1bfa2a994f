/** What a piece of code is, for its colour. */
export type TokenKind = 'plain' | 'comment' | 'string' | 'keyword' | 'variable' | 'command' | 'option' | 'number' | 'key'

export interface Token {
  kind: TokenKind
  text: string
}

interface Rule {
  kind: TokenKind
  /** Sticky: tried at the scanner's place only. */
  pattern: RegExp
}

const KEYWORDS =
  'if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|return|local|set|export|readonly|exit|shift|trap|unset|declare'

const BASH: readonly Rule[] = [
  { kind: 'comment', pattern: /(?<=^|\s)#[^\n]*/y },
  { kind: 'string', pattern: /'[^']*'?/y },
  { kind: 'string', pattern: /"(?:\\[\s\S]|[^"\\])*"?/y },
  { kind: 'variable', pattern: /\$(?:\{[^}\n]*\}?|[A-Za-z_]\w*|[0-9@*#?$!-])/y },
  { kind: 'keyword', pattern: new RegExp(`(?<![\\w./-])(?:${KEYWORDS})(?![\\w./=-])`, 'y') },
  {
    kind: 'command',
    pattern: /(?<![\w./-])(?:ip|nft|iptables|ip6tables|sysctl|bridge|command|printf|echo|cat|id|grep|sleep)(?![\w./=-])/y,
  },
  { kind: 'option', pattern: /(?<=\s)--?[A-Za-z][\w-]*/y },
  { kind: 'number', pattern: /(?<![\w.:/-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+|\d+)(?:\/\d+)?(?![\w.])/y },
]

const YAML: readonly Rule[] = [
  { kind: 'comment', pattern: /(?<=^|\s)#[^\n]*/y },
  { kind: 'string', pattern: /'(?:''|[^'\n])*'?/y },
  { kind: 'string', pattern: /"(?:\\.|[^"\\\n])*"?/y },
  { kind: 'key', pattern: /(?<=^|[\s{,[-])[\p{L}\p{N}_][\p{L}\p{N}_.@+~-]*(?=:(?:\s|$))/uy },
  { kind: 'keyword', pattern: /(?<=[\s[{,])(?:true|false|null)(?=[\s\]},]|$)/y },
  { kind: 'number', pattern: /(?<=[\s[{,])[0-9a-fA-F]*[.:]?[0-9a-fA-F.:]*\d(?:\/\d+)?(?=[\s\]},]|$)/y },
]

/**
 * Splits a script or a lab file into coloured pieces, line by line. The pieces of a line put together are that line, whatever
 * the input is: a piece that no rule knows is `plain`, so a strange script is shown whole and merely without colour.
 */
export function highlight(text: string, language: 'bash' | 'yaml'): Token[][] {
  const rules = language === 'bash' ? BASH : YAML
  const lines: Token[][] = [[]]
  const push = (kind: TokenKind, piece: string) => {
    for (const [index, part] of piece.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part === '') continue
      const line = lines[lines.length - 1] ?? []
      const last = line[line.length - 1]
      if (last?.kind === kind) last.text += part
      else line.push({ kind, text: part })
    }
  }
  let at = 0
  while (at < text.length) {
    const found = matchAt(rules, text, at)
    if (found) {
      push(found.kind, found.text)
      at += found.text.length
    } else {
      push('plain', text.charAt(at))
      at += 1
    }
  }
  return lines
}

function matchAt(rules: readonly Rule[], text: string, at: number): Token | undefined {
  for (const { kind, pattern } of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match && match[0] !== '') return { kind, text: match[0] }
  }
  return undefined
}
