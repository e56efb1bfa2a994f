'use client'

import { useState } from 'react'
import type { Diagnostic } from '../../../core/check/diagnostic'
import { classes } from '../../ui/classes'
import type { Refused } from '../edit'
import { Problems, RefusedNote, useFieldIds } from './Problems'
import { Row } from './TextField'

interface SelectFieldProps {
  label: string
  labelHidden?: boolean
  stacked?: boolean
  value: string
  options: readonly { value: string; label: string }[]
  onCommit(value: string): Refused | null
  problems?: readonly Diagnostic[]
  mono?: boolean
}

const CONTROL =
  'h-7 w-full min-w-0 rounded-md border border-line-strong bg-surface px-1.5 text-ink text-sm hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad'

/** A choice that edits the lab at once. A value that is not among the options (a wrong one from a file) is shown all the same. */
export function SelectField({
  label,
  labelHidden,
  stacked,
  value,
  options,
  onCommit,
  problems = [],
  mono = true,
}: SelectFieldProps) {
  const ids = useFieldIds()
  const [refused, setRefused] = useState<Refused | null>(null)
  const known = options.some((option) => option.value === value)
  const wrong = problems.some((problem) => problem.severity === 'error')
  return (
    <Row label={label} labelHidden={labelHidden} stacked={stacked} htmlFor={ids.control}>
      <select
        id={ids.control}
        value={value}
        aria-invalid={wrong || undefined}
        aria-describedby={problems.length > 0 ? ids.problems : undefined}
        onChange={(event) => setRefused(onCommit(event.target.value))}
        className={classes(CONTROL, mono && 'font-mono', stacked && 'text-xs!')}
      >
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {refused ? (
        <RefusedNote id={ids.refused} refused={refused} />
      ) : (
        <Problems id={ids.problems} problems={problems} className="mt-1" />
      )}
    </Row>
  )
}
