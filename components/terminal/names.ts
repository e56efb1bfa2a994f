import type { ShownConsole } from '../state/consoleStore'

/** What a console is called: its node, and a number where the node has several. */
export function consoleNames(consoles: readonly ShownConsole[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    consoles.map(({ id, node }) => {
      const count = (counts.get(node) ?? 0) + 1
      counts.set(node, count)
      return [id, count === 1 ? node : `${node} ${count}`]
    }),
  )
}
