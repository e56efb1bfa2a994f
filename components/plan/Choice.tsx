'use client'

import { RadioGroup } from 'radix-ui'
import { classes } from '../ui/classes'

interface ChoiceProps<V extends string> {
  label: string
  value: V
  options: readonly { value: V; label: string }[]
  onChange(value: V): void
  mono?: boolean
}

/** A few words in a row, one of which holds. */
export function Choice<V extends string>({ label, value, options, onChange, mono }: ChoiceProps<V>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onChange(next as V)}
      className="inline-flex shrink-0 rounded-md border border-line bg-sunken p-px"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={classes(
            'h-5.5 rounded-[5px] px-2 text-ink-2 text-xs hover:text-ink focus-visible:-outline-offset-1 data-[state=checked]:bg-surface data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_1px_var(--line-strong)]',
            mono && 'font-mono',
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
