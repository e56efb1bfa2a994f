import type { Statement } from 'unbash'

/** A statement of pasted lines, and how to tell the line of a position in it. */
export interface Typed {
  statement: Statement
  lineOf: (position: number) => number
}

/** Where a shell was entered, and the place of the `exit` that leaves it. */
export interface EnteredShell {
  name: string
  /** The name is a container's; else that of a namespace. */
  container: boolean
  exit: number
}

/**
 * `ip netns exec NAME bash` or `docker exec -it NAME sh` among pasted lines: what follows up to `exit` is typed inside. Undefined for
 * anything else, and without an `exit`, for then nothing tells where it ends.
 */
export function enteredShell(typed: readonly Typed[], index: number): EnteredShell | undefined {
  const node = typed[index]?.statement.command
  if (node?.type !== 'Command') return undefined
  const words = [node.name, ...node.args].map((word) =>
    word && 'value' in word && typeof word.value === 'string' ? word.value : '',
  )
  if (words[0] === 'sudo') words.shift()
  const inside = shellIn(words)
  if (!inside || node.redirects.length > 0) return undefined
  const isExit = ({ statement: { command } }: Typed) =>
    command.type === 'Command' && /^(exit|logout)$/.test(command.name?.value ?? '')
  const exit = typed.findIndex((each, at) => at > index && isExit(each))
  return exit < 0 ? undefined : { ...inside, exit }
}

function shellIn(words: readonly string[]): Omit<EnteredShell, 'exit'> | undefined {
  const container = /^(?:docker|podman)$/.test(words[0] ?? '') && words[1] === 'exec'
  const entered = container || words.slice(0, 3).join(' ') === 'ip netns exec'
  const [name = '', shell = '', ...more] = container ? words.slice(2).filter((word) => !/^-[dit]+$/.test(word)) : words.slice(3)
  if (!entered || name.startsWith('-') || more.length > 1) return undefined
  if (!/^(\/bin\/|\/usr\/bin\/)?(ba|z|da)?sh$/.test(shell) || more.some((word) => !/^(-[il]|--rcfile)$/.test(word)))
    return undefined
  return { name, container }
}
