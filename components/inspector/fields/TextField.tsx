'use client'

import { type KeyboardEvent, type ReactNode, type Ref, useState } from 'react'
import type { Diagnostic } from '../../../core/check/diagnostic'
import { classes } from '../../ui/classes'
import { TextInput } from '../../ui/Field'
import type { Refused } from '../edit'
import { Problems, RefusedNote, useFieldIds } from './Problems'
import { whenReleased } from './release'

export interface TextFieldProps {
  label: string
  /** Read by screen readers only; the place says it to everybody else. */
  labelHidden?: boolean
  /** The label above the control, for fields side by side. */
  stacked?: boolean
  value: string
  /** Called with the trimmed text once it is entered or left; what it returns stays under the field with the text as typed. */
  onCommit(text: string): Refused | null
  /** Called when an empty field is left without a word in it: a row that was just added takes itself back. */
  onAbandon?(): void
  placeholder?: string
  hint?: string
  /** Findings about the value. */
  problems?: readonly Diagnostic[]
  suggestions?: readonly string[]
  /** A title that can be typed over: its frame shows under the pointer and while it is edited. */
  title?: boolean
  /** False for prose; what the kernel would print is in the mono face. */
  mono?: boolean
  autoFocus?: boolean
  inputRef?: Ref<HTMLInputElement>
  /** Beside the input, such as the button that removes a row. */
  children?: ReactNode
  inputMode?: 'text' | 'numeric'
}

/** Suggestions come with typing and with the arrow keys; the browser's own arrow would cover the end of an address. */
export const NO_ARROW = '[&::-webkit-calendar-picker-indicator]:hidden!'

/**
 * A text field that edits the lab: Enter or leaving it makes one edit, Escape takes the typing back. While somebody types,
 * a value that changes elsewhere does not disturb the typing.
 */
export function TextField(props: TextFieldProps) {
  const { label, labelHidden, stacked, value, onCommit, onAbandon, problems = [], suggestions, mono = true, children } = props
  const ids = useFieldIds()
  const [draft, setDraft] = useState<string | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const wrong = refused !== null || problems.some((problem) => problem.severity === 'error')

  const commit = (): void => {
    if (draft === null || draft.trim() === value) {
      setDraft(null)
      setRefused(null)
      if (value === '' && (draft ?? '').trim() === '') onAbandon?.()
      return
    }
    const answer = onCommit(draft.trim())
    setRefused(answer)
    if (answer === null) setDraft(null)
  }
  const change = (text: string): void => {
    setDraft(text)
    // Back to what the lab has, nothing is refused any more. Said now: under a click elsewhere the page must not move.
    if (text.trim() === value) setRefused(null)
  }
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      commit()
    } else if (event.key === 'Escape' && (draft !== null || refused !== null)) {
      event.preventDefault()
      event.stopPropagation()
      setDraft(null)
      setRefused(null)
    }
  }
  const described = [problems.length > 0 ? ids.problems : '', refused ? ids.refused : ''].filter(Boolean).join(' ')

  return (
    <Row label={label} labelHidden={labelHidden} stacked={stacked} htmlFor={ids.control}>
      <div className="flex items-center gap-1">
        <TextInput
          id={ids.control}
          ref={props.inputRef}
          mono={mono}
          className={classes(
            props.title && !wrong && '-mx-2 w-[calc(100%+16px)] border-transparent text-base',
            stacked && 'px-1.5! text-xs!',
            NO_ARROW,
          )}
          value={draft ?? value}
          placeholder={props.placeholder}
          title={props.hint}
          inputMode={props.inputMode}
          list={suggestions && suggestions.length > 0 ? `${ids.control}-list` : undefined}
          autoFocus={props.autoFocus}
          aria-invalid={wrong || undefined}
          aria-describedby={described || undefined}
          onChange={(event) => change(event.target.value)}
          onBlur={() => whenReleased(commit)}
          onKeyDown={keyDown}
        />
        {children}
      </div>
      {suggestions && suggestions.length > 0 && (
        <datalist id={`${ids.control}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {refused && <RefusedNote id={ids.refused} refused={refused} />}
      {!refused && <Problems id={ids.problems} problems={problems} className="mt-1" />}
    </Row>
  )
}

interface RowProps {
  label: string
  labelHidden?: boolean
  stacked?: boolean
  htmlFor?: string
  children: ReactNode
}

/** One line of the inspector: what it is on the left, its value on the right. */
export function Row({ label, labelHidden, stacked, htmlFor, children }: RowProps) {
  if (labelHidden)
    return (
      <div className="min-w-0 flex-1">
        {htmlFor && (
          <label htmlFor={htmlFor} className="sr-only">
            {label}
          </label>
        )}
        {children}
      </div>
    )
  if (stacked)
    return (
      <div className="min-w-0">
        {htmlFor ? (
          <label htmlFor={htmlFor} className="block text-2xs text-ink-2">
            {label}
          </label>
        ) : (
          <span className="block text-2xs text-ink-2">{label}</span>
        )}
        {children}
      </div>
    )
  return (
    <div className="grid grid-cols-[5.25rem_minmax(0,1fr)] items-start gap-x-2">
      {htmlFor ? (
        <label htmlFor={htmlFor} className="pt-1.5 text-xs leading-4 text-ink-2">
          {label}
        </label>
      ) : (
        <span className="pt-1.5 text-xs leading-4 text-ink-2">{label}</span>
      )}
      <div className="min-w-0">{children}</div>
    </div>
  )
}
