'use client'

import { useState } from 'react'
import type { Ack, ClientResults } from '../../core/protocol/socket'
import { describeLeft } from '../../core/text/left'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { WhyNot } from '../ui/WhyNot'

/** Asks before everything that runs is removed, and says what was left alone. */
export function DestroyDialog() {
  const t = useText().shell
  const setOverlay = useViewStore((view) => view.setOverlay)
  const locale = useLocale()
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const [busy, setBusy] = useState(false)
  const [ack, setAck] = useState<Ack<ClientResults['machine:destroy']> | null>(null)
  const close = () => setOverlay(null)
  const run = async () => {
    setBusy(true)
    const answer = await useLabStore.getState().destroy()
    setBusy(false)
    // All gone is what the canvas shows anyway; only what stayed needs words.
    if (answer.ok && answer.value.left.length === 0) close()
    else setAck(answer)
  }
  const left = ack?.ok ? ack.value.left : []
  return (
    <Dialog
      open
      onClose={close}
      title={t.destroy.title}
      description={onHost ? t.destroy.textHost : t.destroy.text}
      footer={
        ack ? (
          <Button onClick={close}>{t.close}</Button>
        ) : (
          <>
            <Button onClick={close}>{t.cancel}</Button>
            <Button look="danger" onClick={() => void run()} disabled={busy}>
              {busy ? t.destroy.running : t.destroy.run}
            </Button>
          </>
        )
      }
    >
      {ack && !ack.ok && <WhyNot what={t.destroy.failed} error={ack.error} />}
      {left.length > 0 && (
        <section>
          <h3 className="mb-1 text-ink-3 text-xs">{t.destroy.left}</h3>
          <ul className="flex flex-col gap-1">
            {left.map((one) => (
              <li key={one.what}>
                <span className="font-mono text-xs">{one.what}</span>{' '}
                <span className="text-ink-2">{describeLeft(one, locale)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  )
}
