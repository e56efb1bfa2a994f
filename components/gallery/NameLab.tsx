'use client'

import { type FormEvent, useId, useState } from 'react'
import { isLabName } from '../../core/net/names'
import type { WireError } from '../../core/protocol/socket'
import { useErrorText } from '../i18n/errorText'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextInput } from '../ui/Field'
import { useGalleryStore } from './galleryStore'

interface NameLabProps {
  name: string
  onName(name: string): void
  /** Whether there is anything to make a lab of. */
  ready: boolean
  /** The lab's file under this name. */
  fileText(): string
  words: { nameLabel: string; nameBad: string }
  /** What the button says: at rest, and while the lab is made. */
  action: string
  doing: string
}

/** Names a lab that was found or imported, makes it and opens it. */
export function NameLab({ name, onName, ready, fileText, words, action, doing }: NameLabProps) {
  const { gallery } = useText().shell
  const said = useErrorText()
  const label = useId()
  const create = useGalleryStore((store) => store.create)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const good = isLabName(name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!good || !ready) return
    setBusy(true)
    setError(await create({ name, from: { source: 'yaml', text: fileText() } }))
    setBusy(false)
  }
  return (
    <form className="ml-auto flex items-center gap-2" onSubmit={(event) => void submit(event)}>
      {(error || !good) && (
        <span role="alert" className="max-w-80 text-bad text-xs">
          {good ? error && `${gallery.notMade}: ${said(error)}` : words.nameBad}
        </span>
      )}
      <label htmlFor={label} className="whitespace-nowrap text-ink-2 text-xs max-[1199px]:sr-only">
        {words.nameLabel}
      </label>
      <TextInput
        id={label}
        mono
        className="w-44"
        maxLength={40}
        aria-invalid={!good}
        value={name}
        onChange={(event) => onName(event.target.value)}
      />
      <Button look="filled" type="submit" disabled={!good || !ready || busy}>
        {busy ? doing : action}
      </Button>
    </form>
  )
}
