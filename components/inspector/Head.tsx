'use client'

import { Trash2, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { removeElements } from '../../core/edit/remove'
import { type ElementRef, elementKey } from '../../core/lab/element'
import { useText } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import { IconButton } from '../ui/Button'
import { edit, type Refused } from './edit'
import { TextField } from './fields/TextField'

interface HeadProps {
  element: ElementRef
  glyph: ReactNode
  kind: string
  /** The name as it stands, when it can be changed. */
  name?: string
  onRename?(name: string): Refused | null
  /** In place of the name field. */
  title?: ReactNode
  removable?: boolean
  /** More buttons before Delete. */
  actions?: ReactNode
}

/** What is selected: its kind, its name, and what can be done with all of it. */
export function Head({ element, glyph, kind, name, onRename, title, removable, actions }: HeadProps) {
  const t = useText().panels.inspector
  const input = useNameRequest(element)
  const remove = () => {
    if (!edit((lab) => removeElements(lab, [element]))) useViewStore.getState().select([])
  }
  return (
    <header className="px-4 pt-2.5 pb-3">
      <div className="flex h-7 items-center gap-2">
        <span className="text-ink-2" aria-hidden="true">
          {glyph}
        </span>
        <h2 className="min-w-0 grow truncate text-ink-2 text-xs">{kind}</h2>
        {actions}
        {removable && (
          <IconButton label={t.deleteThis} shortcut="delete" onClick={remove}>
            <Trash2 size={15} />
          </IconButton>
        )}
        <IconButton label={t.close} className="-mr-2" onClick={() => useViewStore.getState().select([])}>
          <X size={15} />
        </IconButton>
      </div>
      <div className="mt-1">
        {name !== undefined && onRename ? (
          <TextField title label={t.name} labelHidden value={name} onCommit={onRename} inputRef={input} />
        ) : (
          (title ?? <p className="truncate font-mono text-base text-ink">{name}</p>)
        )}
      </div>
    </header>
  )
}

/** Focuses the name when the canvas asks for it, such as for a node that was just placed. */
function useNameRequest(element: ElementRef) {
  const input = useRef<HTMLInputElement>(null)
  const request = useViewStore((view) => view.fieldRequest)
  const wanted = request?.field === 'name' && elementKey(request.element) === elementKey(element)
  useEffect(() => {
    if (!wanted || !input.current) return
    input.current.focus()
    input.current.select()
    useViewStore.getState().takeFieldRequest()
  }, [wanted])
  return input
}
