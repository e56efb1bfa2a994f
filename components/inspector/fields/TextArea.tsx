'use client'

import { useState } from 'react'
import { LIMITS } from '../../../core/lab/schema'
import type { Refused } from '../edit'
import { RefusedNote, useFieldIds } from './Problems'
import { whenReleased } from './release'

interface TextAreaProps {
  label: string
  value: string
  placeholder?: string
  onCommit(text: string): Refused | null
}

/** A few sentences; one edit when it is left. */
export function TextArea({ label, value, placeholder, onCommit }: TextAreaProps) {
  const ids = useFieldIds()
  const [draft, setDraft] = useState<string | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const commit = (): void => {
    const answer = draft === null || draft.trim() === value ? null : onCommit(draft.trim())
    setRefused(answer)
    if (answer === null) setDraft(null)
  }
  return (
    <div>
      <label htmlFor={ids.control} className="mb-1 block text-ink-2 text-xs">
        {label}
      </label>
      <textarea
        id={ids.control}
        value={draft ?? value}
        rows={4}
        maxLength={LIMITS.description}
        placeholder={placeholder}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => whenReleased(commit)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation()
            setDraft(null)
          }
        }}
        className="block w-full resize-y rounded-md border border-line-strong bg-surface px-2 py-1.5 text-ink text-sm placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0"
      />
      {refused && <RefusedNote id={ids.refused} refused={refused} />}
    </div>
  )
}
