import type { Statement } from 'unbash'

/** A statement of pasted lines, and how to tell the line of a position in it. */
export interface Typed {
  statement: Statement
  lineOf: (position: number) => number
}

/**
 * `ip netns exec NAME bash` among pasted lines: what follows up to `exit` is typed inside. Returns the namespace's name and the place
 * of that `exit`; undefined for anything else, and without an `exit`, for then nothing tells where it ends.
 */
export function enteredShell(typed: readonly Typed[], index: number): { name: string; exit: number } | undefined {
  const node = typed[index]?.statement.command
  if (node?.type !== 'Command') return undefined
  const words = [node.name, ...node.args].map((word) =>
    word && 'value' in word && typeof word.value === 'string' ? word.value : '',
  )
  if (words[0] === 'sudo') words.shift()
  const [tool, object, verb, name = '', shell = '', ...more] = words
  if (tool !== 'ip' || object !== 'netns' || verb !== 'exec' || more.length > 1 || node.redirects.length > 0) return undefined
  if (!/^(\/bin\/|\/usr\/bin\/)?(ba|z|da)?sh$/.test(shell) || more.some((word) => !/^(-[il]|--rcfile)$/.test(word)))
    return undefined
  const isExit = ({ statement: { command } }: Typed) =>
    command.type === 'Command' && /^(exit|logout)$/.test(command.name?.value ?? '')
  const exit = typed.findIndex((each, at) => at > index && isExit(each))
  return exit < 0 ? undefined : { name, exit }
}
