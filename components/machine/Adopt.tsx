'use client'

import { type FormEvent, useId, useState } from 'react'
import { partOf } from '../../core/discover/part'
import { writeLabFile } from '../../core/lab/file'
import { isLabName } from '../../core/net/names'
import type { WireError } from '../../core/protocol/socket'
import { useGalleryStore } from '../gallery/galleryStore'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { TextInput } from '../ui/Field'
import { chosenNodes } from './chosen'
import { HERE, useLookStore } from './lookStore'
import { useMachineText } from './machineText'

/** Makes a lab of what was found, or of what is chosen of it: as it is drawn, in the places where it is drawn. */
export function Adopt() {
  const t = useMachineText()
  const { gallery } = useText().shell
  const label = useId()
  const where = useLookStore((store) => store.where)
  const lab = useLookStore((store) => store.discovered?.lab)
  const selection = useViewStore((view) => view.selection)
  const [typed, setTyped] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const name = typed ?? (where === null ? HERE : `${where.slice(0, 33)}-found`)
  const good = isLabName(name)
  const chosen = lab ? chosenNodes(lab, selection) : []
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!good || !lab) return
    setBusy(true)
    const part = chosen.length > 0 ? partOf(lab, chosen, name) : { ...lab, name }
    const places = Object.entries(useLabStore.getState().lab.layout ?? {}).filter(([node]) => part.nodes[node])
    const text = writeLabFile({ ...part, ...(places.length > 0 && { layout: Object.fromEntries(places) }) })
    setError(await useGalleryStore.getState().create({ name, from: { source: 'yaml', text } }))
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
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button look="filled" type="submit" disabled={!good || !lab || busy}>
        {busy ? t.adopting : chosen.length > 0 ? t.adopt(chosen.length) : t.adoptAll}
      </Button>
    </form>
  )
}
