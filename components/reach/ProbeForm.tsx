'use client'

import { type FormEvent, useId } from 'react'
import { HOST } from '../../core/lab/ids'
import { useText } from '../i18n/text'
import { NO_ARROW } from '../inspector/fields/TextField'
import { useLab } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useProbeStore } from '../state/probeStore'
import { Button } from '../ui/Button'
import { TextInput } from '../ui/Field'
import { isTarget, targetOptions } from './target'

/** Where from, where to, how often; and beside it the check of one TCP port. */
export function ProbeForm() {
  const t = useText().panels.reach
  const ids = useId()
  const lab = useLab()
  const draft = useProbeStore((store) => store.draft)
  const running = useMachineStore((machine) => machine.state !== null)
  const { setDraft, startPing, startTcp } = useProbeStore.getState()
  const sources = Object.entries(lab.nodes).flatMap(([name, node]) => (node.kind === 'bridge' ? [] : [name]))
  const node = sources.includes(draft.node) ? draft.node : (sources.find((name) => name !== HOST) ?? HOST)
  const target = draft.target.trim()
  const known = isTarget(lab, target)
  const options = targetOptions(lab)
  const ready = running && known
  const ping = (event: FormEvent) => {
    event.preventDefault()
    if (ready) startPing(node, target, clamp(draft.count, 1, 1000))
  }
  return (
    <div className="border-line border-b px-3 py-2">
      <form onSubmit={ping} className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="w-36">
          <Label htmlFor={`${ids}-from`}>{t.from}</Label>
          <select
            id={`${ids}-from`}
            value={node}
            onChange={(event) => setDraft({ node: event.target.value })}
            className="h-7 w-full rounded-md border border-line-strong bg-surface px-1.5 font-mono text-sm hover:border-ink-3"
          >
            {sources.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="w-56">
          <Label htmlFor={`${ids}-to`}>{t.to}</Label>
          <TextInput
            id={`${ids}-to`}
            mono
            className={NO_ARROW}
            value={draft.target}
            list={`${ids}-targets`}
            placeholder={t.toExample}
            title={t.toHint}
            aria-invalid={(target !== '' && !known) || undefined}
            aria-describedby={target !== '' && !known ? `${ids}-bad` : undefined}
            onChange={(event) => setDraft({ target: event.target.value })}
          />
          <datalist id={`${ids}-targets`}>
            {options.map((option) => (
              <option key={`${option.value} ${option.label}`} value={option.value}>
                {option.label}
              </option>
            ))}
          </datalist>
        </div>
        <div className="w-16">
          <Label htmlFor={`${ids}-count`}>{t.count}</Label>
          <TextInput
            id={`${ids}-count`}
            mono
            type="number"
            min={1}
            max={1000}
            value={draft.count}
            onChange={(event) => setDraft({ count: clamp(event.target.valueAsNumber, 1, 1000) })}
          />
        </div>
        <Button type="submit" disabled={!ready}>
          {t.ping}
        </Button>
        <div className="flex items-end gap-x-3">
          <span className="mx-1 hidden h-7 w-px bg-line sm:block" aria-hidden="true" />
          <div className="w-20">
            <Label htmlFor={`${ids}-port`}>{t.port}</Label>
            <TextInput
              id={`${ids}-port`}
              mono
              type="number"
              min={1}
              max={65535}
              value={draft.port}
              onChange={(event) => setDraft({ port: clamp(event.target.valueAsNumber, 1, 65535) })}
            />
          </div>
          <Button disabled={!ready} onClick={() => startTcp(node, target, clamp(draft.port, 1, 65535))}>
            {t.connect}
          </Button>
        </div>
      </form>
      {!running && <p className="mt-1.5 text-ink-2 text-xs">{t.notRunning}</p>}
      {target !== '' && !known && (
        <p id={`${ids}-bad`} className="mt-1.5 text-bad text-xs">
          {t.badTarget}
        </p>
      )}
    </div>
  )
}

function Label({ htmlFor, children }: { htmlFor: string; children: string }) {
  return (
    <label htmlFor={htmlFor} className="block text-2xs text-ink-2">
      {children}
    </label>
  )
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least
}
