import type {
  AndOr,
  Assignment,
  Command,
  CompoundList,
  PipelineNode,
  Redirection,
  Function as ShellFunction,
  Statement,
} from 'unbash'
import { parse } from 'unbash'
import { assign, asWord } from './assignments'
import { testWords } from './condition'
import { containerNamed } from './containers'
import { expandWords, type Surroundings } from './expand'
import type { Findings } from './finding'
import { type Context, compound, type Flow, type Runner, statusOf } from './flow'
import { Machine, type Netns } from './machine'
import { PROGRAMS } from './programs'
import { outputFiles, standardInput } from './redirects'
import { Scope } from './scope'
import { type Outcome, Session, UNKNOWN } from './session'
import { writeFile } from './settings'
import type { Unit } from './source'
import { enteredShell, type Typed } from './typed-shell'

/** More than any script that builds a lab; a loop without end is stopped by it. */
const MAX_COMMANDS = 100_000
const MAX_DEPTH = 60
const MAX_OUTPUT = 200_000

/** Thrown when a script takes more steps than it may. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps'
}

type FunctionBody = ShellFunction['body']

/**
 * Runs shell text against a model of the kernel. Nothing is ever executed: a program is an entry of a table, and every other one is
 * reported by its name. Variables, loops, functions, tests and substitutions are those of bash, as far as they can be told without a real run.
 */
export class Shell implements Runner {
  readonly session: Session
  private readonly functions = new Map<string, FunctionBody>()
  private readonly globals: Scope
  /** That of the command that runs, for what it runs in turn. */
  private current: Scope
  private out = ''
  flow: Flow = 'next'
  status = 0
  private steps = 0
  private depth = 0
  private lineOf: ((position: number) => number) | undefined

  constructor(
    findings: Findings,
    args: readonly string[],
    /** An `exit` in pasted lines leaves a shell that was entered, and ends nothing. */
    private readonly exits: boolean,
  ) {
    this.globals = new Scope([...args])
    this.current = this.globals
    this.session = new Session(
      new Machine(),
      findings,
      (words, netns, stdin) => this.capture(() => this.runWords(words, { scope: this.current, netns, stdin })),
      (text, netns, args) => this.runNested(text, netns, this.current.fork(args ?? [])),
    )
  }

  /** Runs the pieces of a text one after the other. Throws TooManySteps. */
  run(units: readonly Unit[]): void {
    const typed = units.flatMap(({ script, lineOf }) => script.commands.map((statement) => ({ statement, lineOf })))
    this.typed(typed, { scope: this.globals, netns: this.session.machine.host })
  }

  private typed(typed: readonly Typed[], context: Context): void {
    for (let index = 0; index < typed.length; index++) {
      const entered = this.exits ? undefined : enteredShell(typed, index)
      if (entered) {
        const { name, container } = entered
        const netns = container ? containerNamed(this.session, name) : this.session.netnsNamed(name)
        if (netns) this.typed(typed.slice(index + 1, entered.exit), { ...context, netns })
        index = entered.exit
        continue
      }
      const { statement, lineOf } = typed[index] ?? {}
      this.lineOf = lineOf
      if (statement) this.node(statement.command, context)
      if (this.is('exit')) return
      this.flow = 'next'
    }
  }

  private runNested(text: string, netns: Netns, scope: Scope): Outcome {
    const script = parse(text)
    if (script.errors?.length) return this.session.report('error', 'import-syntax', { text: script.errors[0]?.message ?? '' })
    const before = this.lineOf
    // The lines of a text within a text are not its own: what happens in it is told of the line that holds it.
    this.lineOf = undefined
    try {
      return this.capture(() => this.list(script.commands, { scope, netns }))
    } finally {
      this.lineOf = before
      this.flow = 'next'
    }
  }

  capture(run: () => void): Outcome {
    const before = this.out
    this.out = ''
    if (++this.depth > MAX_DEPTH) throw new TooManySteps()
    try {
      run()
      return { status: this.status, out: this.out }
    } finally {
      this.depth--
      this.out = before
    }
  }

  around(context: Context): Surroundings {
    return {
      scope: context.scope,
      substitute: (script) => (script && !script.errors?.length ? this.substituted(script.commands, context) : UNKNOWN),
    }
  }

  /** What a subshell prints. */
  private substituted(commands: readonly Statement[], context: Context): string {
    const { out } = this.capture(() => this.list(commands, { ...context, scope: context.scope.fork() }))
    this.flow = 'next'
    return out
  }

  list(statements: readonly Statement[], context: Context) {
    for (const { command } of statements) {
      this.node(command, context)
      if (this.flow !== 'next') return
    }
  }

  node(node: PipelineNode | AndOr | CompoundList, context: Context) {
    this.step()
    if (this.depth > MAX_DEPTH) throw new TooManySteps()
    switch (node.type) {
      case 'Command':
        return this.command(node, context)
      case 'Redirected': {
        const stdin = standardInput(node.redirects, this.around(context))
        const { out } = this.capture(() => this.node(node.command, { ...context, stdin: stdin ?? context.stdin }))
        return this.output(out, node.redirects, context)
      }
      case 'Function':
        if (this.functions.size < 1000) this.functions.set(node.name.value, node.body)
        this.status = 0
        return
      default:
        return compound(this, node, context)
    }
  }

  step(): void {
    if (++this.steps > MAX_COMMANDS) throw new TooManySteps()
  }

  /** Long texts cost as much as many steps. */
  private weigh(length: number): void {
    this.steps += Math.floor(length / 500)
    if (this.steps > MAX_COMMANDS) throw new TooManySteps()
  }

  is(flow: Flow): boolean {
    return this.flow === flow
  }

  at(position: number): void {
    if (this.lineOf) this.session.line = this.lineOf(position)
  }

  private command(command: Command, context: Context) {
    this.at(command.pos)
    const assignments = command.prefix.filter((part): part is Assignment => part.type === 'Assignment')
    if (!command.name) {
      this.status = 0
      for (const assignment of assignments) this.weigh(assign(assignment, context.scope, this.around(context), false))
      return
    }
    const { name } = command
    if (/^(local|declare|typeset|export|readonly)$/.test(name.value)) return this.declare(command, context)
    const around = this.around(context)
    const args = command.args.map((arg) => (arg.type === 'Word' ? arg : asWord(arg)))
    const words = this.withoutRemark(expandWords([name, ...args], around))
    this.weigh(words.reduce((sum, word) => sum + word.length, words.length))
    this.at(command.pos)
    if (words.some((word) => word.includes(UNKNOWN))) return this.unknownValue(command, words)
    const stdin = standardInput(command.redirects, around) ?? context.stdin
    const run = () => this.runWords(words, { ...context, stdin })
    if (command.redirects.length === 0) return run()
    const { out } = this.capture(run)
    this.output(out, command.redirects, context)
  }

  /** Notes put remarks after `//`, which the shell takes for arguments. */
  private withoutRemark(words: string[]): string[] {
    const at = words.findIndex((word, index) => index > 0 && word.startsWith('//'))
    if (at < 0 || PROGRAMS.get(words[0] ?? '')?.harmless) return words
    this.session.report('warning', 'import-slash-comment', { text: words.slice(at).join(' ') })
    return words.slice(0, at)
  }

  private declare(command: Command, context: Context): void {
    const local = command.name?.value !== 'export' && context.scope !== this.globals
    this.status = 0
    for (const arg of command.args) {
      if (arg.type === 'Assignment') this.weigh(assign(arg, context.scope, this.around(context), local))
      else if (local && !arg.value.startsWith('-')) context.scope.setLocal(arg.value, '')
    }
  }

  private unknownValue(command: Command, words: readonly string[]) {
    this.status = 0
    const known = PROGRAMS.get(words[0] ?? '')
    // What only prints or looks leaves nothing behind; its unknown value is of no interest.
    if (known?.harmless) return
    const text = [command.name, ...command.args].map((word) => word?.text ?? '').join(' ')
    if (words[0] === 'echo' || words[0] === 'printf') this.print(`${UNKNOWN}\n`)
    else if (words[0] === '[' || words[0] === 'test' || this.functions.has(words[0] ?? '')) this.status = 0
    else this.session.report('error', 'import-unknown-value', { text })
  }

  private print(text: string): void {
    if (this.out.length < MAX_OUTPUT) this.out += text
  }

  private runWords(words: readonly string[], context: Context) {
    this.step()
    const [name = '', ...rest] = words
    const body = this.functions.get(name)
    if (body) return this.call(name, body, rest, context)
    this.status = 0
    if (this.control(name, rest, context)) return
    const program = PROGRAMS.get(name.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, ''))
    const { session } = this
    const { line } = session
    if (!program) {
      this.status = session.report('error', 'import-unknown-command', { name }).status === 0 ? 0 : 127
      return
    }
    const before = this.current
    this.current = context.scope
    const { status, out } = program.run({ name, words: rest, netns: context.netns, stdin: context.stdin, session })
    this.current = before
    session.line = line
    this.status = status
    this.print(out)
  }

  /** The shell's own commands. */
  private control(name: string, words: readonly string[], { scope, netns }: Context): boolean {
    switch (name) {
      case 'break':
      case 'continue':
        this.flow = name
        return true
      case 'return':
      case 'exit':
      case 'logout':
        if (words[0] !== undefined) this.status = Number(words[0]) || 0
        if (name === 'return') this.flow = 'return'
        else if (this.exits) this.flow = 'exit'
        return true
      case 'shift':
        scope.args.splice(0, Number(words[0] ?? 1))
        return true
      case 'unset':
        for (const word of words) scope.unset(word)
        return true
      case '[':
      case 'test':
        this.status = statusOf(testWords(name === '[' ? words.slice(0, -1) : words, this.session))
        return true
      case 'eval': {
        const outcome = this.runNested(words.join(' '), netns, scope)
        this.print(outcome.out)
        return true
      }
      default:
        return false
    }
  }

  private call(name: string, body: FunctionBody, args: readonly string[], context: Context): void {
    if (++this.depth > MAX_DEPTH) throw new TooManySteps()
    try {
      this.node(body, { ...context, scope: new Scope([...args], context.scope, name) })
    } finally {
      this.depth--
    }
    if (this.flow === 'return') this.flow = 'next'
  }

  /** Writes a command's output where its redirections want it. */
  private output(out: string, redirects: readonly Redirection[], context: Context): void {
    const { files, seen } = outputFiles(redirects, this.around(context))
    const { status } = this
    for (const [index, file] of files.entries()) writeFile(this.session, context.netns, file, index === 0 ? out : '')
    this.status = status
    if (seen) this.print(out)
  }
}
