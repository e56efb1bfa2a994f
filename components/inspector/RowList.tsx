'use client'

import { Plus } from 'lucide-react'
import { Fragment, type ReactNode, useState } from 'react'
import { AddButton } from './AddButton'
import type { Refused } from './edit'
import { Quiet } from './Section'

export interface RowEdits<T> {
  onChange(value: T): Refused | null
  onRemove(): void
}

export interface NewRow<T> {
  onAdd(value: T): Refused | null
  onAbandon(): void
}

interface RowListProps<T> {
  rows: readonly T[]
  /** Said where there are none. */
  none: string
  /** What the button for another one says. */
  add: string
  onReplace(rows: T[]): Refused | null
  row(value: T, index: number, edits: RowEdits<T>): ReactNode
  /** One that is being written, and not part of the lab yet. */
  draft(edits: NewRow<T>): ReactNode
}

/** A list in the inspector whose entries are edited in place, such as routes: each by its place, for it has no other identity. */
export function RowList<T>({ rows, none, add, onReplace, row, draft }: RowListProps<T>) {
  const [adding, setAdding] = useState(false)
  const onAdd = (value: T) => {
    const refused = onReplace([...rows, value])
    if (!refused) setAdding(false)
    return refused
  }
  const editsOf = (index: number): RowEdits<T> => ({
    onChange: (next) => onReplace(rows.map((old, at) => (at === index ? next : old))),
    onRemove: () => onReplace(rows.filter((_, at) => at !== index)),
  })
  return (
    <>
      {rows.length === 0 && !adding && <Quiet>{none}</Quiet>}
      {rows.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <Fragment key={index}>{row(value, index, editsOf(index))}</Fragment>
      ))}
      {adding ? (
        draft({ onAdd, onAbandon: () => setAdding(false) })
      ) : (
        <AddButton icon={<Plus size={12} />} onClick={() => setAdding(true)}>
          {add}
        </AddButton>
      )}
    </>
  )
}
