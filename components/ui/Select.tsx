import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { classes } from './classes'
import { MENU_ITEM, MENU_SURFACE } from './menuStyle'

interface SelectProps<V extends string> {
  value: V
  options: readonly { value: V; label: string; disabled?: boolean }[]
  onChange: (value: V) => void
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  mono?: boolean
  placeholder?: string
  className?: string
}

/** One of a few. */
export function Select<V extends string>({ value, options, onChange, mono, placeholder, className, ...rest }: SelectProps<V>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as V)}>
      <Radix.Trigger
        {...rest}
        className={classes(
          'inline-flex h-7 min-w-0 items-center justify-between gap-1 rounded-md border border-line-strong bg-surface px-2 text-sm hover:border-ink-3 data-placeholder:text-ink-3',
          mono && 'font-mono',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon className="text-ink-3">
          <ChevronDown size={14} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={classes(
            MENU_SURFACE,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)',
          )}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={classes(MENU_ITEM, 'pr-7', mono && 'font-mono')}
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check size={14} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
