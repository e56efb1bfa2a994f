import type { ReactNode } from 'react'
import { classes } from './classes'

export type BadgeTone = 'plain' | 'ok' | 'warn' | 'bad' | 'accent' | 'sandbox' | 'host' | 'create' | 'change' | 'delete'

const TONES: Record<BadgeTone, string> = {
  plain: 'bg-sunken text-ink-2',
  ok: 'bg-ok-wash text-ok',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  accent: 'bg-accent-wash text-accent',
  sandbox: 'bg-sandbox-wash text-sandbox',
  host: 'bg-host-wash text-host',
  create: 'bg-create-wash text-create',
  change: 'bg-change-wash text-change',
  delete: 'bg-delete-wash text-delete',
}

/** A word or a number that marks something. */
export function Badge({ tone = 'plain', className, children }: { tone?: BadgeTone; className?: string; children: ReactNode }) {
  return (
    <span
      className={classes(
        'tnum inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
