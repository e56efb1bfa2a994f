'use client'

import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'

const PAGE = 50

/** A list that may be very long: its first items, and more of them when asked for. */
export function Capped<T>({ items, children }: { items: readonly T[]; children(item: T, index: number): ReactNode }) {
  const t = useText().panels.plan
  const [shown, setShown] = useState(PAGE)
  return (
    <>
      {items.slice(0, shown).map(children)}
      {items.length > shown && (
        <Button look="quiet" className="-ml-2" onClick={() => setShown(shown + PAGE)}>
          {t.showAll(Math.min(PAGE, items.length - shown))}
        </Button>
      )}
    </>
  )
}
