'use client'

import { ArrowRight, X } from 'lucide-react'
import { Fragment } from 'react'
import { type ElementRef, elementKey } from '../../core/lab/element'
import { ElementButton } from '../inspector/ElementButton'

/** The nodes that a packet passes, in order; a cross where its way ends. */
export function Way({
  label,
  elements,
  stopped,
  stopText,
}: {
  label: string
  elements: readonly ElementRef[]
  stopped: boolean
  stopText: string
}) {
  const nodes = elements.flatMap((element) => (element.kind === 'node' ? [element] : []))
  if (nodes.length === 0) return null
  return (
    <div className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-baseline gap-x-2">
      <span className="text-ink-2 text-xs">{label}</span>
      <p className="flex min-w-0 flex-wrap items-center gap-x-1">
        {nodes.map((element, index) => (
          // A packet may pass a node twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the way is what tells them apart.
          <Fragment key={`${index} ${elementKey(element)}`}>
            {index > 0 && <ArrowRight size={12} className="text-ink-3" aria-hidden="true" />}
            <ElementButton element={element}>{element.node}</ElementButton>
          </Fragment>
        ))}
        {stopped && (
          <span className="inline-flex items-center gap-1 text-bad text-xs">
            <X size={12} strokeWidth={2.5} aria-hidden="true" />
            {stopText}
          </span>
        )}
      </p>
    </div>
  )
}
