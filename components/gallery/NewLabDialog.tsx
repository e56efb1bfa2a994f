'use client'

import { type FormEvent, useId, useState } from 'react'
import { isLabName } from '../../core/net/names'
import type { WireError } from '../../core/protocol/socket'
import { useText } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field, TextInput } from '../ui/Field'
import { useGalleryStore } from './galleryStore'

/** Asks for a name, then opens an empty lab. Left empty, the server finds one. */
export function NewLabDialog() {
  const t = useText().shell
  const form = useId()
  const setOverlay = useViewStore((view) => view.setOverlay)
  const create = useGalleryStore((store) => store.create)
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const close = () => setOverlay(null)
  const good = name === '' || isLabName(name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!good) return
    const failed = await create(name === '' ? {} : { name })
    if (failed) setError(failed)
    else close()
  }
  const remarks = [
    ...(tried && !good ? [{ tone: 'error' as const, text: t.gallery.nameBad }] : []),
    ...(error ? [{ tone: 'error' as const, text: error.text ?? t.gallery.failed }] : []),
  ]
  return (
    <Dialog
      open
      onClose={close}
      title={t.gallery.nameTitle}
      footer={
        <>
          <Button onClick={close}>{t.cancel}</Button>
          <Button look="filled" type="submit" form={form}>
            {t.gallery.create}
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
