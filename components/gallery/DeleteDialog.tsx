'use client'

import { useState } from 'react'
import type { LabSummary, WireError } from '../../core/protocol/socket'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { WhyNot } from '../ui/WhyNot'
import { useGalleryStore } from './galleryStore'

/** Asks before a lab is deleted. */
export function DeleteDialog({ lab, onClose }: { lab: LabSummary; onClose: () => void }) {
  const { shell: t, host } = useText()
  const remove = useGalleryStore((store) => store.remove)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const run = async () => {
    setBusy(true)
    const failed = await remove(lab.name)
    setBusy(false)
    if (failed) setError(failed)
    else onClose()
  }
  const running = lab.machine.status === 'running'
  const ends = lab.machine.kind === 'host' ? host.gallery.removeApplied : t.gallery.removeRunning
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.gallery.removeTitle(lab.name)}
      description={running ? `${t.gallery.removeText} ${ends}` : t.gallery.removeText}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="danger" disabled={busy} onClick={() => void run()}>
            {t.gallery.removeDo}
          </Button>
        </>
      }
    >
      {error && <WhyNot what={t.destroy.failed} error={error} />}
    </Dialog>
  )
}
