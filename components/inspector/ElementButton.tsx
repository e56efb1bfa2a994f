'use client'

import type { ReactNode } from 'react'
import { type ElementRef, elementKey } from '../../core/lab/element'
import { useViewStore } from '../state/viewStore'

/** The name of another element: lights it up under the pointer, goes to it when pressed. */
export function ElementButton({ element, children }: { element: ElementRef; children: ReactNode }) {
  const { select, setHover } = useViewStore.getState()
  return (
    <button
      type="button"
      onClick={() => {
        setHover(null)
        select([element])
      }}
      onPointerEnter={() => setHover(elementKey(element))}
      onPointerLeave={() => setHover(null)}
      className="-mx-1 inline-flex min-h-7 max-w-full items-center rounded-sm px-1 text-left text-accent text-sm hover:bg-hovered"
    >
      <span className="truncate">{children}</span>
    </button>
  )
}
