import type { Op } from './ops'

/**
 * How many steps there are before the first that lets frames into a bridge that these steps make; all of them where they make none. Until
 * then the machine is quiet: afterwards whatever came up behind the bridge speaks to all others, and reading takes several times as long.
 */
export function stepsBeforeOpening(ops: readonly Op[]): number {
  const behind = new Set<string>()
  for (const [at, op] of ops.entries()) {
    if (op.op === 'bridge-add') behind.add(linkKey(op))
    else if (op.op === 'port-attach' && behind.has(linkKey({ netns: op.netns, name: op.bridge }))) behind.add(linkKey(op))
    else if (op.op === 'link-up' && behind.has(linkKey(op))) return at
  }
  return ops.length
}

/** The namespaces that these steps change something in, by netns name. */
export function netnsOfOps(ops: readonly Op[]): Set<string> {
  const names = new Set<string>()
  for (const op of ops) {
    if (op.op === 'veth-add') for (const { netns } of op.ends) names.add(netns)
    else names.add(op.netns)
    if (op.op === 'link-move' || op.op === 'netns-rename') names.add(op.to)
  }
  return names
}

function linkKey({ netns, name }: { netns: string; name: string }): string {
  return `${netns} ${name}`
}
