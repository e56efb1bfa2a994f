import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes'

type Tone = 'error' | 'warning' | 'info'

/** One remark beside a field. */
export interface Remark {
  tone: Tone
  text: string
  /** What to do about it. */
  suggestion?: string
}

interface FieldProps {
  label: string
  hint?: string
  remarks?: readonly Remark[]
  /** Gets the id that the label points to, and what describes the input. */
  children: (input: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ReactNode
  className?: string
}

const TONES: Record<Tone, string> = { error: 'text-bad', warning: 'text-warn', info: 'text-ink-2' }

/** A label, an input, and what there is to say about it. */
export function Field({ label, hint, remarks = [], children, className }: FieldProps) {
  const id = useId()
  const notes = `${id}-notes`
  const hasNotes = hint !== undefined || remarks.length > 0
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-ink-2 text-xs">
        {label}
      </label>
      {children({
        id,
        ...(hasNotes ? { 'aria-describedby': notes } : {}),
        ...(remarks.some((remark) => remark.tone === 'error') ? { 'aria-invalid': true } : {}),
      })}
      {hasNotes && (
        <div id={notes} className="flex flex-col gap-0.5 text-xs">
          {remarks.map((remark) => (
            <p key={remark.text} className={TONES[remark.tone]}>
              {remark.text}
              {remark.suggestion && <span className="text-ink-2"> {remark.suggestion}</span>}
            </p>
          ))}
          {hint !== undefined && remarks.length === 0 && <p className="text-ink-3">{hint}</p>}
        </div>
      )}
    </div>
  )
}

const INPUT =
  'h-7 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-ink text-sm placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-50'

interface TextInputProps extends ComponentProps<'input'> {
  /** For anything that the kernel would print. */
  mono?: boolean
}

/** A line of text. */
export function TextInput({ mono = false, className, type = 'text', ...rest }: TextInputProps) {
  return (
    <input
      type={type}
      spellCheck={false}
      autoComplete="off"
      className={classes(INPUT, mono && 'font-mono', className)}
      {...rest}
    />
  )
}
