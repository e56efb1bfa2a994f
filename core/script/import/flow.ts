import type { AndOr, Case, CompoundList, For, Pipeline, PipelineNode, Statement, While } from 'unbash'
import { readLine } from './assignments'
import { conditionOf } from './condition'
import { arithmetic, expandText, expandWords, type Surroundings } from './expand'
import type { Netns } from './machine'
import { matches } from './patterns'
import type { Scope } from './scope'
import { type Outcome, type Session, UNKNOWN } from './session'

/** How execution goes on after a command. */
export type Flow = 'next' | 'break' | 'continue' | 'return' | 'exit'

export interface Context {
  scope: Scope
  netns: Netns
  stdin?: string
}

/** What the shell's compound commands need of it. */
export interface Runner {
  readonly session: Session
  flow: Flow
  status: number
  node(node: PipelineNode | AndOr | CompoundList, context: Context): void
  list(statements: readonly Statement[], context: Context): void
  capture(run: () => void): Outcome
  around(context: Context): Surroundings
  is(flow: Flow): boolean
  /** Says that what comes now stands there. */
  at(position: number): void
  /** Throws when there were too many. */
  step(): void
}

type Compound = Exclude<PipelineNode | AndOr | CompoundList, { type: 'Command' | 'Redirected' | 'Function' }>

/** Runs whatever holds other commands. */
export function compound(shell: Runner, node: Compound, context: Context) {
  switch (node.type) {
    case 'AndOr':
      return andOr(shell, node, context)
    case 'Pipeline':
      return pipeline(shell, node, context)
    case 'CompoundList':
      return shell.list(node.commands, context)
    case 'BraceGroup':
      return shell.list(node.body.commands, context)
    case 'Subshell':
      shell.list(node.body.commands, { ...context, scope: context.scope.fork() })
      // What leaves a subshell leaves nothing else.
      shell.flow = 'next'
      return
    case 'If':
      return branch(shell, [node, ...node.elif], node.else, context)
    case 'For':
      return forEach(shell, node, context)
    case 'While':
      return whileLoop(shell, node, context)
    case 'ArithmeticFor': {
      const around = shell.around(context)
      if (node.initialize) arithmetic(node.initialize, around)
      const goesOn = () => (node.test ? arithmetic(node.test, around) : 1)
      return loop(shell, goesOn, node.body, context, () => node.update && arithmetic(node.update, around))
    }
    case 'Case':
      return choose(shell, node, context)
    case 'TestCommand':
      shell.status = statusOf(conditionOf(node.expression, shell.around(context), shell.session))
      return
    case 'ArithmeticCommand': {
      const value = node.expression && arithmetic(node.expression, shell.around(context))
      shell.status = statusOf(value === undefined ? undefined : value !== 0)
      return
    }
    case 'Select':
    case 'Coproc':
      shell.at(node.pos)
      shell.session.report('error', 'import-not-followed', { text: node.type.toLowerCase() })
      return
  }
}

/** Where a condition cannot be told, it is taken as true: texts check that what they need is there. */
export function statusOf(condition: boolean | undefined): number {
  return condition === false ? 1 : 0
}

function andOr(shell: Runner, { commands, operators }: AndOr, context: Context): void {
  for (const [index, command] of commands.entries()) {
    const operator = operators[index - 1]
    if (operator && (operator === '&&') !== (shell.status === 0)) continue
    shell.node(command, context)
    if (shell.flow !== 'next') return
  }
}

function pipeline(shell: Runner, { commands, prefixes }: Pipeline, context: Context): void {
  let { stdin } = context
  for (const [index, command] of commands.entries()) {
    const last = index === commands.length - 1
    if (last) shell.node(command, { ...context, stdin })
    else stdin = shell.capture(() => shell.node(command, { ...context, stdin })).out
  }
  if (prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1) shell.status = shell.status === 0 ? 1 : 0
}

function branch(
  shell: Runner,
  tests: readonly { clause: CompoundList; then: CompoundList }[],
  otherwise: CompoundList | undefined,
  context: Context,
) {
  for (const { clause, then } of tests) {
    shell.list(clause.commands, context)
    if (shell.flow !== 'next') return
    if (shell.status !== 0) continue
    return shell.list(then.commands, context)
  }
  shell.status = 0
  if (otherwise) shell.list(otherwise.commands, context)
}

function forEach(shell: Runner, { name, wordlist, body }: For, context: Context): void {
  const values = wordlist ? expandWords(wordlist, shell.around(context)) : [...context.scope.args]
  if (values.some((value) => value.includes(UNKNOWN))) {
    shell.at(name.pos)
    shell.session.report('error', 'import-unknown-value', { text: (wordlist ?? []).map(({ text }) => text).join(' ') })
    return
  }
  let index = 0
  const goesOn = () => {
    const value = values[index++]
    if (value !== undefined) context.scope.set(name.value, value)
    return value === undefined ? 0 : 1
  }
  loop(shell, goesOn, body, context)
}

function whileLoop(shell: Runner, { kind, clause, body }: While, context: Context): void {
  const lines = context.stdin?.split('\n')
  if (lines?.at(-1) === '') lines.pop()
  const first = clause.commands[0]?.command
  const reads = first?.type === 'Command' && first.name?.value === 'read' ? first : undefined
  const goesOn = () => {
    if (reads && lines) return readLine(reads.args, lines.shift(), context.scope) ? 1 : 0
    shell.list(clause.commands, context)
    return (shell.status === 0) === (kind === 'while') ? 1 : 0
  }
  loop(shell, goesOn, body, context)
}

function loop(
  shell: Runner,
  goesOn: () => number | undefined,
  body: CompoundList,
  context: Context,
  after?: () => unknown,
): void {
  while (goesOn() === 1 && shell.is('next')) {
    shell.step()
    shell.list(body.commands, context)
    if (shell.is('continue')) shell.flow = 'next'
    after?.()
  }
  if (shell.is('break')) shell.flow = 'next'
  if (shell.is('next')) shell.status = 0
}

function choose(shell: Runner, { word, items }: Case, context: Context) {
  const around = shell.around(context)
  const value = expandText(word, around)
  for (const { pattern, body } of items) {
    if (!pattern.some((each) => matches(value, expandText(each, around)))) continue
    return shell.list(body.commands, context)
  }
}
