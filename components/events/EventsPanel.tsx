'use client'

import { Cpu, Pencil, Play, TriangleAlert } from 'lucide-react'
import { memo, type ReactNode, useMemo, useState } from 'react'
import { describeCommand } from '../../core/text/commands'
import { type Text, useText } from '../i18n/text'
import { durationText } from '../plan/ApplyOutcome'
import { Choice } from '../plan/Choice'
import { clearEvents, type LabEvent, useEventStore } from '../state/eventStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { describeStateChange } from './describe'

type Filter = 'all' | 'kernel' | 'edits' | 'applies'

/** Lines of one happening that are shown; a big apply says the first of them. */
const LINES = 12

/** What happened since the lab was opened: in the kernel, to the drawing, and by whom. The newest first. */
export function EventsPanel() {
  const t = useText().panels.events
  const events = useEventStore((store) => store.events)
  const [filter, setFilter] = useState<Filter>('all')
  const secret = useViewStore((view) => view.secret !== null)
  const shown = useMemo(
    () => events.filter((event) => !(secret && event.telling) && (filter === 'all' || filter === groupOf(event))).toReversed(),
    [events, filter, secret],
  )
  const options: { value: Filter; label: string }[] = [
    { value: 'all', label: t.all },
    { value: 'kernel', label: t.kernel },
    { value: 'edits', label: t.edits },
    { value: 'applies', label: t.applies },
  ]
  return (
    <div className="flex min-h-full flex-col">
      <div className="sticky top-0 z-10 flex min-h-9 items-center gap-3 border-line border-b bg-surface px-3">
        <Choice<Filter> label={t.filter} value={filter} options={options} onChange={setFilter} />
        <Button look="quiet" className="ml-auto text-ink-2" disabled={events.length === 0} onClick={clearEvents}>
          {t.clear}
        </Button>
      </div>
      {secret && <p className="border-line border-b bg-sunken px-3 py-1.5 text-ink-2 text-xs">{t.secret}</p>}
      {shown.length === 0 ? (
        <p className="px-3 py-4 text-ink-2">{t.empty}</p>
      ) : (
        <ol className="py-1">
          {shown.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ol>
      )}
    </div>
  )
}

function groupOf(event: LabEvent): Filter {
  switch (event.kind) {
    case 'edit':
    case 'refused':
      return 'edits'
    case 'apply':
      return 'applies'
    case 'machine':
    case 'state':
      return 'kernel'
  }
}

const EventRow = memo(function EventRow({ event }: { event: LabEvent }) {
  const locale = useLocale()
  const text = useText()
  const lines = linesOf(event, text, (label) => describeCommand(label, locale))
  const more = lines.length - LINES
  if (lines.length === 0) return null
  return (
    <li className="grid grid-cols-[5rem_1rem_minmax(0,1fr)] gap-x-2 px-3 py-0.5 [contain-intrinsic-size:auto_24px] [content-visibility:auto]">
      <time dateTime={new Date(event.at).toISOString()} className="tnum font-mono text-ink-3 text-xs leading-5">
        {new Date(event.at).toLocaleTimeString('en-GB')}
      </time>
      <span className="mt-1 text-ink-3">{iconOf(event)}</span>
      <div className="min-w-0 break-words">
        {lines.slice(0, LINES).map((line) => (
          <p key={line}>{line}</p>
        ))}
        {more > 0 && <p className="text-ink-3">{text.panels.events.more(more)}</p>}
      </div>
    </li>
  )
})

function iconOf(event: LabEvent): ReactNode {
  const props = { size: 13, 'aria-hidden': true }
  switch (event.kind) {
    case 'edit':
      return <Pencil {...props} />
    case 'refused':
      return <TriangleAlert {...props} className="text-warn" />
    case 'apply':
      return event.result.outcome === 'applied' ? (
        <Play {...props} className="text-ok" />
      ) : (
        <TriangleAlert {...props} className="text-bad" />
      )
    case 'machine':
    case 'state':
      return <Cpu {...props} />
  }
}

function linesOf(event: LabEvent, text: Text, command: (label: string) => string): string[] {
  const t = text.panels.events
  switch (event.kind) {
    case 'edit':
      return [t.edit(event.mine ? t.mine : t.other, command(event.label))]
    case 'refused':
      return [t.refused(command(event.label))]
    case 'machine':
      return [
        event.machine.error ? `${t.machine[event.machine.status]}: ${event.machine.error}` : t.machine[event.machine.status],
      ]
    case 'state':
      return describeStateChange(event.before, event.change, text.panels)
    case 'apply':
      switch (event.result.outcome) {
        case 'applied':
          return [t.applied(event.result.steps, durationText(event.result.milliseconds))]
        case 'failed':
          return [t.applyFailed(event.result.failure.error)]
        case 'stale':
          return [t.applyStale]
        case 'refused':
          return [t.applyRefused]
      }
  }
}
