'use client'

import { showConsole } from '../actions/showConsole'
import { showEvents } from '../actions/showEvents'
import { showHistory } from '../actions/showHistory'
import { showLog } from '../actions/showLog'
import { showPing } from '../actions/showPing'
import { showPlan } from '../actions/showPlan'
import { showScript } from '../actions/showScript'
import { useAction } from '../actions/useAction'
import { useConsoleStore } from '../state/consoleStore'
import { usePlan } from '../state/derived'
import { Tooltip } from '../ui/Tooltip'

/** The closed drawer: what is in it. */
export function DrawerTabs() {
  const steps = usePlan()?.steps.length ?? 0
  const consoles = useConsoleStore((store) => store.consoles.length)
  return (
    <nav className="flex h-8 shrink-0 items-center gap-1 border-line border-t bg-surface px-2">
      <Tab action={showPlan} count={steps} />
      <Tab action={showPing} />
      <Tab action={showConsole} count={consoles} />
      <Tab action={showScript} />
      <Tab action={showEvents} />
      <Tab action={showHistory} />
      <Tab action={showLog} />
    </nav>
  )
}

function Tab({ action, count = 0 }: { action: typeof showPlan; count?: number }) {
  const { run, enabled, label, shortcut } = useAction(action)
  return (
    <Tooltip content={label} shortcut={shortcut} side="top">
      <button
        type="button"
        onClick={run}
        disabled={!enabled}
        className="flex h-6 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-hovered hover:text-ink"
      >
        {label}
        {count > 0 && <span className="tnum rounded-sm bg-sunken px-1 text-ink-2 text-xs">{count}</span>}
      </button>
    </Tooltip>
  )
}
