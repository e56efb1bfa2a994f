'use client'

import { type FormEvent, useId, useState } from 'react'
import { isLabName } from '../../core/net/names'
import type { WireError } from '../../core/protocol/socket'
import { useErrorText } from '../i18n/errorText'
import { useText } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field, TextInput } from '../ui/Field'
import { useGalleryStore } from './galleryStore'

/** Asks for a name, then opens an empty lab. Left empty, the server finds one. */
export function NewLabDialog() {
  const t = useText().shell
  const said = useErrorText()
  const form = useId()
  const setOverlay = useViewStore((view) => view.setOverlay)
  const create = useGalleryStore((store) => store.create)
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const close = () => setOverlay(null)
  const good = name === '' || isLabName(name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    // Enter asks even where its button is disabled.
    if (!good || busy) return
    setBusy(true)
    const failed = await create(name === '' ? {} : { name })
    setBusy(false)
    if (failed) setError(failed)
    else close()
  }
  const remarks = [
    ...(tried && !good ? [{ tone: 'error' as const, text: t.gallery.nameBad }] : []),
    ...(error ? [{ tone: 'error' as const, text: `${t.gallery.notMade}: ${said(error)}` }] : []),
  ]
  return (
    <Dialog
      open
      onClose={close}
      title={t.gallery.nameTitle}
      footer={
        <>
          <Button onClick={close}>{t.cancel}</Button>
          <Button look="filled" type="submit" form={form} disabled={busy}>
            {busy ? t.gallery.making : t.gallery.create}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        <Field label={t.gallery.nameLabel} hint={t.gallery.nameHint} remarks={remarks}>
          {(input) => (
            <TextInput
              {...input}
              mono
              autoFocus
              maxLength={40}
              placeholder="my-network"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
