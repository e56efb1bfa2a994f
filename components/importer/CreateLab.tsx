'use client'

import { type FormEvent, useId, useState } from 'react'
import { writeLabFile } from '../../core/lab/file'
import { isLabName } from '../../core/net/names'
import type { WireError } from '../../core/protocol/socket'
import { useGalleryStore } from '../gallery/galleryStore'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { Button } from '../ui/Button'
import { TextInput } from '../ui/Field'
import { useImporterText } from './importerText'
import { useImportStore } from './importStore'

/** Names the lab and makes it: as it is drawn, in the places where it is drawn. */
export function CreateLab() {
  const t = useImporterText()
  const { gallery } = useText().shell
  const label = useId()
  const name = useImportStore((store) => store.name)
  const ready = useImportStore((store) => store.lab !== null && !store.busy && Object.keys(store.lab.nodes).length > 0)
  const create = useGalleryStore((store) => store.create)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const good = isLabName(name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!good || !ready) return
    setBusy(true)
    const { lab } = useLabStore.getState()
    setError(await create({ name, from: { source: 'yaml', text: writeLabFile({ ...lab, name }) } }))
    setBusy(false)
  }
  return (
    <form className="ml-auto flex items-center gap-2" onSubmit={(event) => void submit(event)}>
      {(error || !good) && (
        <span role="alert" className="max-w-80 text-bad text-xs">
          {good ? (error?.text ?? gallery.failed) : t.nameBad}
        </span>
      )}
      <label htmlFor={label} className="whitespace-nowrap text-ink-2 text-xs max-[1199px]:sr-only">
        {t.nameLabel}
      </label>
      <TextInput
        id={label}
        mono
        className="w-44"
        maxLength={40}
        aria-invalid={!good}
        value={name}
        onChange={(event) => useImportStore.getState().setName(event.target.value)}
      />
      <Button look="filled" type="submit" disabled={!good || !ready || busy}>
        {busy ? t.creating : t.create}
      </Button>
    </form>
  )
}
