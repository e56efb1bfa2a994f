import { Switch as Radix } from 'radix-ui'

interface SwitchProps {
  checked: boolean
  onChange: (checked: boolean) => void
  id?: string
  disabled?: boolean
  'aria-label'?: string
  'aria-describedby'?: string
}

/** On or off. */
export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      checked={checked}
      onCheckedChange={onChange}
      {...rest}
      className="relative h-4 w-7 shrink-0 rounded-full bg-off transition-colors duration-100 disabled:opacity-40 data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-surface transition-transform duration-100 data-[state=checked]:translate-x-3.5" />
    </Radix.Root>
  )
}
