import { Check, CircleDashed, Trash2, TriangleAlert, Undo2 } from 'lucide-react'
import type { AppliedRun } from '../../core/protocol/applied-runs'

/** A shape and a colour for how a run ended; the words stand beside it. */
export function OutcomeIcon({ outcome }: { outcome: AppliedRun['outcome'] }) {
  const props = { size: 14, 'aria-hidden': true }
  switch (outcome) {
    case 'applied':
      return <Check {...props} className="text-ok" />
    case 'destroyed':
      return <Trash2 {...props} className="text-ink-3" />
    case 'put-back':
      return <Undo2 {...props} className="text-warn" />
    case 'failed':
      return <TriangleAlert {...props} className="text-bad" />
    case 'no-end':
      return <CircleDashed {...props} className="text-warn" />
  }
}
