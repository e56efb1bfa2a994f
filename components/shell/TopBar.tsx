'use client'

import { BookOpen, ChevronDown, Menu as MenuIcon, Redo2, Search, Undo2, Waypoints } from 'lucide-react'
import Link from 'next/link'
import { hasSomethingToDestroy } from '../actions/destroy'
import { openCommands } from '../actions/openCommands'
import { redo } from '../actions/redo'
import { showGuide } from '../actions/showGuide'
import { undo } from '../actions/undo'
import { useAction } from '../actions/useAction'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { Button, IconButton } from '../ui/Button'
import { Menu } from '../ui/Menu'
import { Tooltip } from '../ui/Tooltip'
import { ApplyButton } from './ApplyButton'
import { Logo } from './Logo'
import { MachineBadge } from './MachineBadge'
import { pageMenu } from './pageMenu'
import { SyncState } from './SyncState'

/** The lab's name and how it stands, and the few things that are done all the time. */
export function TopBar({ name }: { name: string }) {
  const t = useText()
  const ready = useLabStore((store) => store.status === 'ready')
  return (
    <header className="relative z-20 flex h-11 select-none shrink-0 items-center gap-1 border-line border-b bg-surface px-2">
      <Tooltip content={t.shell.bar.back}>
        <Link
          href="/"
          aria-label={t.shell.bar.back}
          className="flex size-7 items-center justify-center rounded-md hover:bg-hovered"
        >
          <Logo />
        </Link>
      </Tooltip>
      <LabName name={name} />
      <MachineBadge />
      {ready && <SyncState />}
      <div className="ml-auto flex items-center gap-1 pl-2">
        <GuideButton />
        <ActionIcon action={undo} icon={<Undo2 size={16} />} />
        <ActionIcon action={redo} icon={<Redo2 size={16} />} />
        <ActionIcon action={openCommands} icon={<Search size={16} />} />
        <PingButton />
        <ApplyButton />
        <PageMenu />
      </div>
    </header>
  )
}

function LabName({ name }: { name: string }) {
  const t = useText().shell
  const description = useLabStore((store) => store.lab.description)
  const shown = useLabStore((store) => (store.status === 'ready' ? store.lab.name : name))
  const button = (
    <button
      type="button"
      onClick={() => useViewStore.getState().select([{ kind: 'lab' }])}
      className="flex h-7 min-w-0 shrink items-center gap-1 rounded-md px-1.5 font-semibold text-base hover:bg-hovered"
    >
      <h1 className="truncate">{shown}</h1>
      <ChevronDown size={14} className="shrink-0 text-ink-3" aria-hidden />
    </button>
  )
  return <Tooltip content={description ?? t.actions.inspectLab}>{button}</Tooltip>
}

function ActionIcon({ action, icon }: { action: typeof undo; icon: React.ReactNode }) {
  const { run, enabled, label, shortcut } = useAction(action)
  return (
    <IconButton label={label} shortcut={shortcut} onClick={run} disabled={!enabled}>
      {icon}
    </IconButton>
  )
}

/** Folds the guide away and brings it back; only for a lab that has one. */
function GuideButton() {
  const { run, label, shortcut } = useAction(showGuide)
  const guided = useLabStore((store) => store.origin !== null)
  const open = useViewStore((view) => view.guide)
  if (!guided) return null
  return (
    <IconButton label={label} shortcut={shortcut} pressed={open} onClick={run}>
      <BookOpen size={16} />
    </IconButton>
  )
}

/** Opens the ping panel; the ping tool on the canvas draws its two ends. */
function PingButton() {
  const t = useText().shell
  const ready = useLabStore((store) => store.status === 'ready')
  const open = useViewStore((view) => view.drawer === 'ping')
  return (
    <Tooltip content={t.palette.pingHint} shortcut="2">
      <Button
        look="quiet"
        disabled={!ready}
        aria-pressed={open}
        className={open ? 'text-accent' : undefined}
        onClick={() => {
          const view = useViewStore.getState()
          view.toggleDrawer('ping')
          view.setTool(open ? 'select' : 'ping')
        }}
      >
        <Waypoints size={16} aria-hidden />
        {t.bar.ping}
      </Button>
    </Tooltip>
  )
}

function PageMenu() {
  const t = useText()
  // Read when it opens: the menu is made of what can be done now.
  const theme = useViewStore((view) => view.theme)
  const locale = useViewStore((view) => view.locale)
  const status = useLabStore((store) => store.status)
  useLabStore((store) => store.machine)
  useLabStore((store) => store.applied)
  return (
    <Menu align="end" entries={pageMenu(t, { theme, locale, editing: status === 'ready', running: hasSomethingToDestroy() })}>
      <button
        type="button"
        aria-label={t.shell.bar.menu}
        className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hovered hover:text-ink"
      >
        <MenuIcon size={16} aria-hidden />
      </button>
    </Menu>
  )
}
