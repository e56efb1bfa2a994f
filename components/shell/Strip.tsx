import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../ui/Button'
import { classes } from '../ui/classes'

interface StripProps {
  tone: 'warn' | 'bad'
  actions?: ReactNode
  onDismiss?: () => void
  dismissLabel?: string
  children: ReactNode
}

/** One thing that the page as a whole has to say, with what can be done about it. */
export function Strip({ tone, actions, onDismiss, dismissLabel, children }: StripProps) {
  return (
    <div
      role="status"
      className={classes(
        'pointer-events-auto flex min-h-10 max-w-full animate-rise items-center gap-3 rounded-lg border py-1.5 pr-1.5 pl-3.5 shadow-raised',
        tone === 'bad' ? 'border-bad/30 bg-bad-wash text-bad' : 'border-warn/30 bg-warn-wash text-warn',
      )}
    >
      <p className={classes('min-w-0 grow', !actions && !onDismiss && 'pr-2')}>{children}</p>
      {actions}
      {onDismiss && (
        <IconButton label={dismissLabel ?? ''} onClick={onDismiss}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  )
}
