import { useMemo } from 'react'
import type { Diagnostic } from '../../../core/check/diagnostic'
import { elementNode } from '../../../core/lab/element'
import { useDiagnostics } from '../../state/derived'

interface Trouble {
  problems: number
  errors: number
}

const NO_TROUBLE: Trouble = { problems: 0, errors: 0 }
const counted = new WeakMap<readonly Diagnostic[], ReadonlyMap<string, Trouble>>()

/** How many findings concern a node or anything on its card. */
export function useNodeTrouble(node: string): Trouble {
  const diagnostics = useDiagnostics()
  return useMemo(() => troubleByNode(diagnostics).get(node) ?? NO_TROUBLE, [diagnostics, node])
}

function troubleByNode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Trouble> {
  const known = counted.get(diagnostics)
  if (known) return known
  const byNode = new Map<string, Trouble>()
  for (const { element, severity } of diagnostics) {
    const node = elementNode(element)
    if (node === undefined || severity === 'info') continue
    const { problems, errors } = byNode.get(node) ?? NO_TROUBLE
    byNode.set(node, { problems: problems + 1, errors: errors + (severity === 'error' ? 1 : 0) })
  }
  counted.set(diagnostics, byNode)
  return byNode
}
