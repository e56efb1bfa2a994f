'use client'

import { TriangleAlert } from 'lucide-react'
import { mayCutOff } from '../../core/plan/risk'
import { type Touched, type TouchedKind, touchedBy } from '../../core/plan/touched'
import { useText } from '../i18n/text'
import { useAskStore } from '../state/askStore'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'

/** More of one kind than this are counted. */
const LISTED = 12

/** The question before a plan touches this computer itself: what of it, by name. */
export function AskApply() {
  const { host, shell } = useText()
  const t = host.ask
  const question = useAskStore((store) => store.question)
  if (!question) return null
  const { plan, reason, answer } = question
  const ops = plan.steps.map(({ op }) => op)
  const touched = touchedBy(ops)
  const kinds = [...new Set(touched.map(({ kind }) => kind))]
  return (
    <Dialog
      open
      wide
      onClose={() => answer(false)}
      title={t.title}
      description={t[reason]}
      footer={
        <>
          <Button onClick={() => answer(false)}>{shell.cancel}</Button>
          <Button look="host" onClick={() => answer(true)}>
            <TriangleAlert size={14} aria-hidden />
            {t.apply(plan.steps.length)}
          </Button>
        </>
      }
    >
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-2 rounded-md border border-host/40 bg-host-wash/40 px-3 py-2.5 max-sm:grid-cols-1">
        {kinds.map((kind) => (
          <Kind key={kind} kind={kind} things={touched.filter((one) => one.kind === kind)} />
        ))}
      </dl>
      {mayCutOff(ops) && <p className="font-medium text-host">{t.keep}</p>}
      <p className="text-ink-2">{t.foreign}</p>
    </Dialog>
  )
}

function Kind({ kind, things }: { kind: TouchedKind; things: readonly Touched[] }) {
  const t = useText().host.ask
  return (
    <>
      <dt className="text-ink-2">{t.kinds[kind]}</dt>
      <dd className="min-w-0">
        <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
          {things.slice(0, LISTED).map(({ name, how }) => (
            <li key={name} className="min-w-0 break-words">
              <span className="font-mono text-xs">{name}</span>{' '}
              <span className={how === 'delete' ? 'text-delete text-xs' : 'text-ink-2 text-xs'}>{t.how[how]}</span>
            </li>
          ))}
          {things.length > LISTED && <li className="text-ink-2">{t.more(things.length - LISTED)}</li>}
        </ul>
      </dd>
    </>
  )
}
