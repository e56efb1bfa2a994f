'use client'

import { useState } from 'react'
import type { Diagnostic } from '../../../core/check/diagnostic'
import { useText } from '../../i18n/text'
import { classes } from '../../ui/classes'
import { Switch } from '../../ui/Switch'
import type { Refused } from '../edit'
import { Problems, RefusedNote, useFieldIds } from './Problems'
import { Row } from './TextField'

interface SwitchFieldProps {
  label: string
  /** Beside a heading that says it already. */
  labelHidden?: boolean
  hint?: string
  value: boolean
  onCommit(value: boolean): Refused | null
  problems?: readonly Diagnostic[]
}

/** On or off; edits the lab at once. */
export function SwitchField({ label, labelHidden, hint, value, onCommit, problems = [] }: SwitchFieldProps) {
  const ids = useFieldIds()
  const t = useText().panels.inspector
  const [refused, setRefused] = useState<Refused | null>(null)
  return (
    <Row label={label} labelHidden={labelHidden} htmlFor={ids.control}>
      <div className={classes('flex items-center gap-2', labelHidden ? 'flex-row-reverse' : 'min-h-7')}>
        <Switch
          id={ids.control}
          checked={value}
          onChange={(next) => setRefused(onCommit(next))}
          aria-describedby={hint ? `${ids.control}-hint` : undefined}
        />
        <span className="text-ink-2 text-xs" aria-hidden="true">
          {value ? t.on : t.off}
        </span>
      </div>
      {hint && (
        <p id={`${ids.control}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
      {refused ? <RefusedNote id={ids.refused} refused={refused} /> : <Problems problems={problems} className="mt-1" />}
    </Row>
  )
}
