'use client'

import { elementNode } from '../../core/lab/element'
import type { Drift } from '../../core/plan/plan'
import { DriftList } from '../plan/DriftList'
import { useDrift } from '../state/derived'

interface DriftNotesProps {
  /** Of a node and all that is on it; with `name` of that interface only, with `nat` of its rules only. */
  node?: string
  name?: string
  nat?: boolean
  link?: string
}

/** What has drifted of the selected element, with what to do about it. */
export function DriftNotes(props: DriftNotesProps) {
  const drift = useDrift()
  const mine = drift.filter((one) => isAbout(one, props))
  if (mine.length === 0) return null
  return (
    <div className="border-line border-t px-4 py-3">
      <DriftList drift={mine} />
    </div>
  )
}

function isAbout({ element }: Drift, { node, name, nat, link }: DriftNotesProps): boolean {
  if (link !== undefined) return element.kind === 'link' && element.link === link
  if (elementNode(element) !== node) return false
  if (name !== undefined) return element.kind === 'interface' && element.name === name
  if (nat) return element.kind === 'nat'
  return true
}
