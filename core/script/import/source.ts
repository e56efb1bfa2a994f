import type { ParsedScript } from 'unbash'
import { parse } from 'unbash'
import type { Findings } from './finding'

/** A piece of the text that is shell, and where in the text its positions are. */
export interface Unit {
  script: ParsedScript
  lineOf(position: number): number
}

export interface Source {
  units: Unit[]
  /** The text is one script, as opposed to lines among other things. */
  whole: boolean
}

const FENCE = /^\s*(?:```+|~~~+)\s*([\w+-]*)/
/** `[root@host ~]# `, `user@host:~$ `, `bash-5.1# `, `$ `, busybox’s `/ # `. */
const PROMPT =
  /^\s*(?:\[[^\]\s]*@[^\]]*\]\s?[#$%]|[\w.-]+@[\w.-]+(?:[: ][^#$%>]*)?[#$%]|(?:ba)?sh-[\d.]+[#$]|[~/]?\s?\$(?=\s)|[~/]\s#(?=\s))\s*(.*)$/
/** `# ip netns add red`: root’s prompt, or a comment. */
const ROOT_PROMPT = /^\s*(?:[~/]\s)?#\s+(.*)$/
const KEYWORDS =
  /^(?:for|while|until|if|then|else|elif|fi|do|done|case|esac|function|\{|\}|\(|\[\[?|!|local|export|declare|readonly|return|exit|break|continue)$/
/** What a fence says of a block that may be shell; of one in another language nothing is expected. */
const SHELL_FENCE = /^(?:(?:ba|z|da)?sh|shell|console|terminal|shell-session|shellsession)?$/i
/** Programs that an inline `code span` of a prose line is run for. */
const NETWORK = /^(?:sudo\s+)?(?:ip|brctl|ifconfig|route|iptables|ip6tables|sysctl|nft|pipework)\s/
const MAX_JOINED = 120
/** How many lines are parsed again in search of a command's end, over the whole text; afterwards every line stands alone. */
const MAX_ATTEMPTS = 40_000
/** How many lines are read in vain for the end of a table, over the whole text; afterwards there is none. */
const MAX_LOOK_AHEAD = 200_000
const NFT_TABLE = /^\s*table\s+(?:ip6?|inet)\s+\S+\s*\{/

function normalised(text: string): string {
  return text
    .replace(/^\u{feff}/u, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u{a0}\u{2003}\u{3000}]/gu, ' ')
    .replace(/[\u{200b}-\u{200d}\u{2060}]/gu, '')
}

/**
 * Finds the shell commands in a pasted text: a whole script, or Markdown with code in it, or what was typed at prompts with the
 * programs' answers between. Every unit knows the lines of the text that it comes from.
 */
export function readSource(text: string, isProgram: (name: string) => boolean, findings: Findings): Source {
  const clean = normalised(text)
  const lines = clean.split('\n')
  if (!lines.some((line) => FENCE.test(line) || PROMPT.test(line))) {
    const script = parse(clean)
    if (!script.errors?.length && (clean.startsWith('#!') || allCommands(script, isProgram))) {
      const lineOf = lineFinder(lines, 1)
      return { units: [{ script, lineOf }], whole: true }
    }
  }
  return { units: new Lines(lines, isProgram, findings).read(), whole: clean.startsWith('#!') }
}

/** Whether every top-level statement begins as shell does, and not as a sentence. */
function allCommands(script: ParsedScript, isProgram: (name: string) => boolean): boolean {
  const defined = new Set(script.commands.flatMap(({ command }) => (command.type === 'Function' ? [command.name.value] : [])))
  return script.commands.every(({ command }) => {
    if (command.type !== 'Command') return true
    const name = command.name?.value
    return name === undefined || isProgram(name) || defined.has(name) || /^[\w./-]+$/.test(name)
  })
}

function lineFinder(lines: readonly string[], first: number): (position: number) => number {
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  return (position) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return first + low
  }
}

/** What a line is before it is read as shell. */
interface Line {
  /** The line without its prompt; undefined for prose and for answers of programs. */
  code?: string
  /** It may be anything: only what begins as a command is one. */
  unsure: boolean
}

class Lines {
  private readonly units: Unit[] = []
  private readonly defined = new Set<string>()
  private attempts = 0
  private lookAhead = MAX_LOOK_AHEAD

  constructor(
    private readonly lines: readonly string[],
    private readonly isProgram: (name: string) => boolean,
    private readonly findings: Findings,
  ) {}

  read(): Unit[] {
    let start = 0
    let fenced = false
    let language = ''
    for (let at = 0; at <= this.lines.length; at++) {
      const line = this.lines[at]
      const fence = line === undefined ? undefined : FENCE.exec(line)
      if (line !== undefined && !fence) continue
      if (!this.block(start, at, fenced) && fenced && SHELL_FENCE.test(language)) this.strange(start, at)
      start = at + 1
      language = fence?.[1] ?? ''
      // A fence with a language opens a block even where the last one was never closed.
      fenced = fence?.[1] ? true : !fenced
    }
    return this.units
  }

  /** Tells once of a block of code in which nothing begins as a command. */
  private strange(from: number, to: number): void {
    const first = this.lines.slice(from, to).findIndex((line) => !/^\s*(?:#|$)/.test(line))
    if (first >= 0)
      this.findings.add(from + first + 1, 'info', 'import-not-a-command', { text: (this.lines[from + first] ?? '').trim() })
  }

  /** Reads the lines of a block; returns whether any of them begins as a command. */
  private block(from: number, to: number, fenced: boolean): boolean {
    const list = this.lines.slice(from, to)
    const prompted = list.some((line) => PROMPT.test(line))
    const plain = list.some((line) => this.begins(line.trim()))
    const rootPrompts = !prompted && !plain
    const read: Line[] = []
    let continued = false
    for (const line of list) {
      const prompt = PROMPT.exec(line) ?? (rootPrompts ? ROOT_PROMPT.exec(line) : null)
      if (prompted || (rootPrompts && fenced)) {
        const code = prompt ? (prompt[1] ?? '') : undefined
        read.push(continued ? { code: line, unsure: false } : { code, unsure: code !== undefined })
      } else if (fenced) read.push({ code: line, unsure: true })
      else if (prompt && this.begins(prompt[1] ?? '')) read.push({ code: prompt[1] ?? '', unsure: true })
      else if (continued || /^(?: {4}|\t)/.test(line) || isAscii(line)) read.push({ code: line, unsure: !continued })
      else read.push({ unsure: true })
      const last = read.at(-1)?.code
      continued = last !== undefined && /\\$/.test(last) && (continued || this.begins(last.trim()))
    }
    this.commands(read, from, fenced)
    return prompted || plain || list.some((line) => this.begins(ROOT_PROMPT.exec(line)?.[1] ?? ''))
  }

  /** Whether a line begins as a command does. */
  private begins(line: string): boolean {
    const first = /^(?:sudo\s+)?([^\s;|&()<>]+|[({])/.exec(line)?.[1] ?? ''
    if (/^\w+\+?=/.test(first) || /^[\w-]+\s*\(\)/.test(line) || KEYWORDS.test(first)) return true
    return this.isProgram(first) || this.defined.has(first)
  }

  private commands(read: readonly Line[], from: number, fenced: boolean): void {
    for (let at = 0; at < read.length; at++) {
      const { code, unsure } = read[at] ?? { unsure: true }
      const line = from + at + 1
      if (code === undefined) {
        this.spans(this.lines[from + at] ?? '', line)
        continue
      }
      const text = code.trim()
      const listed = this.listing(read, at, line)
      if (listed > 0) {
        at += listed - 1
        continue
      }
      if (text === '' || text.startsWith('#')) continue
      if (unsure && !this.begins(text)) {
        if (!fenced) this.spans(this.lines[from + at] ?? '', line)
        else this.findings.add(line, 'info', 'import-not-a-command', { text })
        continue
      }
      const ahead = read.slice(at, at + MAX_JOINED).map((each, index) => each.code ?? this.lines[from + at + index] ?? '')
      // A sentence may begin with “for” or “time”; what is no shell then is no mistake.
      at += this.unit(ahead, line, !fenced && unsure && !NETWORK.test(`${text} `)) - 1
    }
  }

  /** What `iptables-save` or `nft list ruleset` prints, pasted as it is; returns for how many lines, 0 when it is neither. */
  private listing(read: readonly Line[], at: number, first: number): number {
    const start = read[at]?.code ?? ''
    const table = /^\s*\*(nat|filter|mangle|raw)\s*$/.exec(start)?.[1]
    // Every line is asked this; only what begins a listing is worth looking at what follows.
    if (table === undefined && !NFT_TABLE.test(start)) return 0
    const lines = read.slice(at, table === undefined ? at + this.lookAhead : undefined).map(({ code }) => code ?? '')
    if (table !== undefined) {
      const end = lines.findIndex((line) => line.trim() === 'COMMIT')
      const count = end < 0 ? lines.length : end + 1
      for (const [index, line] of lines.slice(1, count).entries()) this.savedRule(table, line.trim(), first + index + 1)
      return count
    }
    let depth = 0
    for (const [index, line] of lines.entries()) {
      depth += (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0)
      if (depth > 0) continue
      const rules = lines.slice(0, index + 1)
      this.keep(parse(["nft -f - <<'END'", ...rules, 'END', ''].join('\n')), ["nft -f - <<'END'"], first)
      return index + 1
    }
    this.lookAhead -= lines.length
    return 0
  }

  private savedRule(table: string, line: string, number: number): void {
    const rule = line.replace(/^\[\d+:\d+\]\s*/, '')
    const chain = /^:(\S+)\s+(\S+)/.exec(rule)
    const words = chain
      ? chain[2] === '-'
        ? `-N ${chain[1]}`
        : `-P ${chain[1]} ${chain[2]}`
      : rule.startsWith('-')
        ? rule
        : undefined
    if (words !== undefined) this.keep(parse(`iptables -t ${table} ${words}`), [line], number)
  }

  /** Code spans in a sentence that are commands. */
  private spans(line: string, number: number): void {
    for (const [, code = ''] of line.matchAll(/`([^`]+)`/g)) if (NETWORK.test(code)) this.unit([code], number)
  }

  /** Reads one command, which may go on for several lines; returns for how many. */
  private unit(lines: readonly string[], first: number, quiet = false): number {
    for (let count = 1; count <= lines.length && this.attempts < MAX_ATTEMPTS; count++) {
      this.attempts += count
      const part = lines.slice(0, count)
      const script = parse(part.join('\n'))
      if (isOpen(script, part.join('\n')) && count < lines.length) continue
      if (script.errors?.length) break
      this.keep(script, part, first)
      return count
    }
    const [line = ''] = lines
    if (!this.repaired(line, first) && !quiet) this.findings.add(first, 'error', 'import-syntax', { text: line })
    return 1
  }

  private keep(script: ParsedScript, lines: readonly string[], first: number): void {
    for (const { command } of script.commands) if (command.type === 'Function') this.defined.add(command.name.value)
    this.units.push({ script, lineOf: lineFinder(lines, first) })
  }

  /** A remark in parentheses or after `//` is no shell; without it the line may be. */
  private repaired(line: string, first: number): boolean {
    const noSlashes = line.replace(/\s\/\/.*$/, '')
    const noRemark = noSlashes.replace(/\([^()]*\)/g, '')
    for (const text of [noSlashes, noRemark]) {
      const script = parse(text)
      if (script.errors?.length || text.trim() === '') continue
      if (noSlashes !== line) this.findings.add(first, 'warning', 'import-slash-comment', { text: line.slice(noSlashes.length) })
      if (text !== noSlashes)
        this.findings.add(first, 'warning', 'import-parenthesis', { text: /\([^()]*\)/.exec(line)?.[0] ?? '' })
      this.keep(script, [text], first)
      return true
    }
    return false
  }
}

/** Whether a command waits for more: an open quote, block or here-document, or a line that goes on. */
function isOpen(script: ParsedScript, text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text) || /(?:&&|\|\|?)\s*$/.test(text)) return true
  if (script.errors?.some(({ message, pos }) => pos >= text.trimEnd().length || /unterminated|unclosed|to close/i.test(message)))
    return true
  return text.includes('<<') && !closed(script)
}

/** Whether every here-document has its end. */
function closed(script: ParsedScript): boolean {
  const open: unknown[] = [...script.commands]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue
    if ('type' in node && node.type === 'HereDoc' && !('closing' in node && node.closing)) return false
    open.push(...Object.values(node))
  }
  return true
}

function isAscii(line: string): boolean {
  return /^[\t -~]*$/.test(line)
}
