import { containerNetns } from '../../../core/lab/container'
import type { Lab } from '../../../core/lab/schema'
import { startContainerShell } from '../engine/engine-shell'
import type { Namespaces } from '../kernel/namespaces'
import { nodeNamespace, Refusal } from '../probe/resolve'
import type { ShellPlace } from './console'
import { startShell } from './pty'

/** Finds where the shell of a node is to be; `applied` is its lab as it runs. Throws a Refusal. */
export type ShellPlaces = (node: string, applied: Lab | undefined) => ShellPlace

/**
 * In a sandbox: every namespace. `closed`: whether it keeps its programs from this computer's files; without that there are no consoles.
 */
export function sandboxPlaces(namespaces: Namespaces, closed: boolean): ShellPlaces {
  return (node, applied) => {
    if (!closed)
      throw new Refusal('not-allowed', 'this machine cannot keep a console from the files of this computer, so it gives none')
    const namespace = () => nodeNamespace(applied, namespaces, node)
    return { node, inode: namespace().inode, start: (size, on) => startShell(namespace, node, size, on) }
  }
}

/** On this computer: containers of an applied lab. A shell anywhere else would be one of this computer's root. */
export function hostPlaces(namespaces: Namespaces): ShellPlaces {
  return (node, applied) => {
    const found = applied && Object.hasOwn(applied.nodes, node) ? applied.nodes[node] : undefined
    if (!applied || !found) throw new Refusal('unknown-node', `${node} is in no lab that is applied here; apply the lab first`)
    if (found.kind !== 'container')
      throw new Refusal(
        'not-allowed',
        'a console on this computer itself would be one of its root; there are some in containers only',
      )
    const key = containerNetns(found)
    const guest = namespaces.guests?.list().find((one) => one.key === key)
    const { container: name, engine = 'docker' } = found
    const container = guest?.containers.find((one) => (name === undefined ? true : one.name === name && one.engine === engine))
    if (!guest || !container) {
      const known = guest !== undefined && name === undefined
      if (known)
        throw new Refusal('not-allowed', `no container engine knows process ${found.pid}, so none can start a shell in it`)
      throw new Refusal('unknown-node', `the container ${name ?? node} does not run`)
    }
    return { node, lab: applied.name, inode: guest.inode, start: (size, on) => startContainerShell(container, size, on) }
  }
}
