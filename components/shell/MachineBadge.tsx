'use client'

import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { Badge } from '../ui/Badge'
import { Tooltip } from '../ui/Tooltip'

/** Where the lab runs, and whether it does: teal for a sandbox, amber for this computer itself. */
export function MachineBadge() {
  const t = useText().shell.bar
  const { kind, status, error } = useLabStore((store) => store.machine)
  const hint = kind === 'host' ? t.hostHint : t.sandboxHint
  return (
    <Tooltip content={error ? `${hint} ${error}` : hint}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip is read with the keyboard too */}
      <span tabIndex={0} className="flex shrink-0 rounded-sm" data-testid="machine">
        <Badge tone={kind}>
          {kind === 'host' ? t.host : t.sandbox}
          {status !== 'running' && <span className="font-normal">{t.machine[status]}</span>}
        </Badge>
      </span>
    </Tooltip>
  )
}
