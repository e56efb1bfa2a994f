'use client'

import { ChevronDown } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { EventsPanel } from '../events/EventsPanel'
import { useText } from '../i18n/text'
import { PlanPanel } from '../plan/PlanPanel'
import { ReachPanel } from '../reach/ReachPanel'
import { useConsoleStore } from '../state/consoleStore'
import { usePlan } from '../state/derived'
import { type DrawerTab, useViewStore } from '../state/viewStore'
import { Badge } from '../ui/Badge'
import { IconButton } from '../ui/Button'
import { later } from '../ui/later'
import { Tabs } from '../ui/Tabs'
import { ResizeHandle } from './ResizeHandle'

// The script generator and the YAML writer are only fetched by those who look at a script.
const ScriptPanel = later(() => import('../script/ScriptPanel').then((module) => module.ScriptPanel))
// The terminal is as big as half of the page's other scripts.
const ConsolePanel = later(() => import('../terminal/ConsolePanel').then((module) => module.ConsolePanel))

// Whoever wants to know how it was fetches how that is told.
const HistoryPanel = later(() => import('../history/HistoryPanel').then((module) => module.HistoryPanel))

const LogPanel = later(() => import('../log/LogPanel').then((module) => module.LogPanel))

/** The drawer below the canvas: Plan, Ping, Console, Script, Events, History, Log. Nothing while it is closed. */
export function Drawer() {
  const all = useText()
  const t = all.panels
  const tab = useViewStore((view) => view.drawer)
  const height = useViewStore((view) => view.drawerHeight)
  const consoles = useConsoleStore((store) => store.consoles.length)
  const steps = usePlan()?.steps.length ?? 0
  if (!tab) return null
  const { openDrawer, closeDrawer } = useViewStore.getState()
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    closeDrawer()
  }
  const tabs: { value: DrawerTab; label: string; badge?: React.ReactNode }[] = [
    { value: 'plan', label: t.drawer.plan, badge: steps > 0 ? <Badge>{steps}</Badge> : undefined },
    { value: 'ping', label: t.drawer.ping },
    { value: 'console', label: all.console.tab, badge: consoles > 0 ? <Badge>{consoles}</Badge> : undefined },
    { value: 'script', label: t.drawer.script },
    { value: 'events', label: t.drawer.events },
    { value: 'history', label: all.shell.actions.showHistory },
    { value: 'log', label: all.shell.actions.showLog },
  ]
  return (
    <section
      aria-label={t.drawer.label}
      onKeyDown={keyDown}
      style={{ height }}
      className="relative flex max-h-[calc(100vh-140px)] shrink-0 flex-col border-line border-t bg-surface"
    >
      <ResizeHandle label={t.drawer.height} />
      <Tabs
        aria-label={t.drawer.label}
        value={tab}
        onChange={openDrawer}
        tabs={tabs}
        className="min-h-0 grow"
        after={
          <IconButton label={t.drawer.close} side="top" onClick={closeDrawer}>
            <ChevronDown size={16} />
          </IconButton>
        }
      >
        {tab === 'plan' && <PlanPanel />}
        {tab === 'ping' && <ReachPanel />}
        {tab === 'console' && <ConsolePanel />}
        {tab === 'script' && <ScriptPanel />}
        {tab === 'events' && <EventsPanel />}
        {tab === 'history' && <HistoryPanel />}
        {tab === 'log' && <LogPanel />}
      </Tabs>
    </section>
  )
}
