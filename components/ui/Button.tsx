import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import { Tooltip } from './Tooltip'

type Look = 'filled' | 'outlined' | 'quiet' | 'danger' | 'host'

const LOOKS: Record<Look, string> = {
  filled: 'bg-accent text-accent-ink hover:bg-accent-hover',
  outlined: 'border border-line-strong bg-surface text-ink hover:bg-hovered',
  quiet: 'text-ink hover:bg-hovered',
  danger: 'bg-bad text-surface hover:opacity-90',
  /** What touches this computer itself. */
  host: 'bg-host text-surface hover:opacity-90',
}

const BASE =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md transition-colors duration-100 disabled:pointer-events-none disabled:opacity-40 aria-disabled:pointer-events-none aria-disabled:opacity-40'

interface ButtonProps extends ComponentProps<'button'> {
  /** `filled` is for the one thing that the page is about; the editor has it on Apply only. */
  look?: Look
}

/** A button with words; a verb. */
export function Button({ look = 'outlined', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classes(BASE, 'h-7 px-2.5 font-medium text-sm', LOOKS[look], className)} {...rest} />
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** What it does: its accessible name and its tooltip. */
  label: string
  /** Shown in the tooltip. */
  shortcut?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** Pressed, for a button that stands for a state. */
  pressed?: boolean
  children: ReactNode
}

/** A button with a picture only. It always says its name in a tooltip. */
export function IconButton({ label, shortcut, side, pressed, className, type = 'button', children, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut} side={side}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={classes(
          BASE,
          'size-7',
          pressed ? 'bg-accent-wash text-accent' : 'text-ink-2 hover:bg-hovered hover:text-ink',
          className,
        )}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  )
}
