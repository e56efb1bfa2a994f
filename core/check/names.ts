import type { CheckedInterface, Context } from './context'

/** Names that meet: twice in one namespace, or told apart by case alone. */
export function checkNames(context: Context): void {
  const nodes = new Map<string, string>()
  for (const name of Object.keys(context.lab.nodes)) {
    const lower = name.toLowerCase()
    const other = nodes.get(lower)
    if (other === undefined) nodes.set(lower, name)
    else context.report('names-differ-in-case', { kind: 'node', node: name }, ['nodes', name], { name, other }, 'warning')
  }
  for (const { name: netns, interfaces } of context.netns.values()) {
    const seen = new Map<string, CheckedInterface>()
    for (const checked of interfaces) {
      const { name } = checked.view
      const other = seen.get(name.toLowerCase())
      if (!other) seen.set(name.toLowerCase(), checked)
      else report(context, netns, checked, other)
    }
  }
}

function report(context: Context, netns: string, checked: CheckedInterface, other: CheckedInterface): void {
  const { name } = checked.view
  const path = namePath(context, checked)
  if (other.view.name !== name) {
    context.report('names-differ-in-case', checked.element, path, { name, other: other.view.name }, 'warning')
    return
  }
  // The same end of two links, and a bridge that is drawn as a port, have words of their own.
  if (other.node === checked.node || (other.view.self && checked.port !== undefined)) return
  if (checked.view.self && other.port !== undefined) return
  context.report('duplicate-interface', checked.element, path, { netns, name, node: checked.node, other: other.node })
}

/** Where an interface gets its name: in its link, its entry, or its bridge. */
function namePath(context: Context, { view, path }: CheckedInterface): (string | number)[] {
  if (view.link === undefined) return [...path]
  return ['links', context.linkIndex.get(view.link) ?? 0, 'endpoints', view.end ?? 0]
}
