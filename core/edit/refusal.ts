import type { Diagnostic, DocPath } from '../check/diagnostic'
import type { ElementRef } from '../lab/element'
import { LIMITS } from '../lab/limits'

/**
 * What is wrong with an edit, in the words that a file with the same in it gets. Only what needs no schema: the page has these rules before
 * it has fetched that.
 */
function finding(code: Diagnostic['code'], element: ElementRef, path: DocPath, params: Diagnostic['params'] = {}): Diagnostic {
  return { code, severity: 'error', element, path, params }
}

export function prototypeKey(path: DocPath): Diagnostic {
  return finding('prototype-key', { kind: 'lab' }, path.slice(0, -1), { key: String(path.at(-1)) })
}

export function tooDeep(path: DocPath): Diagnostic {
  const [top, name] = path
  const element: ElementRef = top === 'nodes' && typeof name === 'string' ? { kind: 'node', node: name } : { kind: 'lab' }
  return finding('too-deep', element, path, { max: LIMITS.depth })
}

export function tooManyNodes(count: number): Diagnostic {
  return finding('too-many-nodes', { kind: 'lab' }, ['nodes'], { count, max: LIMITS.nodes })
}

/** A name that no node can have. */
export function badNodeName(path: DocPath, name: string): Diagnostic {
  return finding('bad-node-name', { kind: 'node', node: name }, path, { name })
}

export function secondHost(node: string): Diagnostic {
  return finding('host-name', { kind: 'node', node }, ['nodes', node, 'kind'], { node })
}

export function noHost(node: string): Diagnostic {
  return finding('host-kind', { kind: 'node', node }, ['nodes', node, 'kind'])
}

/** A link to a node that is not there. */
export function danglingLink(path: DocPath, link: string, node: string): Diagnostic {
  return finding('unknown-node', { kind: 'link', link }, path, { node, near: '' })
}
