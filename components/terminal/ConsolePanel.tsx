'use client'

import { Accessibility, ChevronDown, Plus, SquareTerminal, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Text, useText } from '../i18n/text'
import { remember, type ShownConsole, useConsoleStore } from '../state/consoleStore'
import { useLab, useLabStore } from '../state/labStore'
import { Button, IconButton } from '../ui/Button'
import { classes } from '../ui/classes'
import { Keys } from '../ui/Kbd'
import { Menu, type MenuEntry } from '../ui/Menu'
import { useConsoleError } from './consoleError'
import { consoleNames } from './names'
import { mayHaveConsole } from './places'
import { QUICK_VIEWS } from './quickViews'
import { Terminal } from './Terminal'
import { typeInto } from './typing'

/** Nodes that an empty panel offers as buttons; the rest are in the menu. */
const OFFERED = 12

/** The consoles of the lab: a row of their names, and the one that is looked at. */
export function ConsolePanel() {
  const t = useText().console
  const consoles = useConsoleStore((store) => store.consoles)
  const active = useConsoleStore((store) => store.active)
  const lab = useConsoleStore((store) => store.lab)
  const [screenReader, setScreenReader] = useState(false)
  const names = consoleNames(consoles)
  const shown = consoles.find(({ id }) => id === active)
  useEffect(() => {
    if (lab) remember({ lab, active })
    return () => remember(null)
  }, [lab, active])
  return (
    <div className="@container flex h-full min-h-0 flex-col">
      <div className="flex min-h-9 shrink-0 items-center gap-2 border-line border-b px-3">
        <ul aria-label={t.list} className="flex min-w-0 items-center gap-1 overflow-x-auto">
          {consoles.map((console) => (
            <ConsoleTab
              key={console.id}
              console={console}
              name={names.get(console.id) ?? console.node}
              active={console === shown}
            />
          ))}
        </ul>
        <NewConsole />
        {shown && (
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <QuickViews console={shown} />
            <IconButton label={t.screenReader} side="top" pressed={screenReader} onClick={() => setScreenReader(!screenReader)}>
              <Accessibility size={15} />
            </IconButton>
          </div>
        )}
      </div>
      <Failure />
      {shown ? (
        <>
          <div className="relative min-h-0 grow overflow-hidden bg-surface">
            <Terminal
              key={shown.id}
              console={shown}
              label={t.terminal(names.get(shown.id) ?? shown.node)}
              screenReader={screenReader}
            />
          </div>
          {shown.end || shown.lost ? <Ended console={shown} /> : <Hints />}
        </>
      ) : (
        <Empty />
      )}
    </div>
  )
}

function ConsoleTab({ console, name, active }: { console: ShownConsole; name: string; active: boolean }) {
  const t = useText().console
  const over = console.end !== undefined || console.lost
  const { show, close } = useConsoleStore.getState()
  return (
    <li
      className={classes(
        'flex h-6.5 shrink-0 items-center rounded-md border',
        active ? 'border-line-strong bg-sunken' : 'border-transparent hover:bg-hovered',
      )}
    >
      <button
        type="button"
        aria-current={active}
        onClick={() => show(console.id)}
        className={classes('flex h-full items-center gap-1.5 pr-1 pl-2 font-mono text-xs', over ? 'text-ink-3' : 'text-ink')}
      >
        <SquareTerminal size={13} aria-hidden="true" className="text-ink-3" />
        <span className={over ? 'line-through' : undefined}>{name}</span>
      </button>
      <button
        type="button"
        aria-label={t.closeOne(name)}
        onClick={() => close(console.id)}
        className="flex h-full items-center rounded-r-md px-1.5 text-ink-3 hover:text-ink"
      >
        <X size={13} />
      </button>
    </li>
  )
}

/** The nodes that can have a console on the machine that runs; none while none does. */
function useConsoleNodes(): string[] {
  const lab = useLab()
  const { kind, status } = useLabStore((store) => store.machine)
  return status === 'running' ? Object.keys(lab.nodes).filter((node) => mayHaveConsole(lab, node, kind)) : []
}

/** The nodes that a console can be opened in, as a menu. */
function NewConsole() {
  const t = useText().console
  const nodes = useConsoleNodes()
  if (nodes.length === 0) return null
  const entries: MenuEntry[] = [
    { id: 'nodes', heading: t.openIn },
    ...nodes.map((node) => ({
      id: `node-${node}`,
      label: node,
      run: () => void useConsoleStore.getState().open(node),
    })),
  ]
  return (
    <Menu entries={entries}>
      <Button look="quiet" className="h-6.5 px-1.5 text-ink-2">
        <Plus size={14} aria-hidden="true" />
        {t.newOne}
        <ChevronDown size={13} aria-hidden="true" />
      </Button>
    </Menu>
  )
}

function QuickViews({ console }: { console: ShownConsole }) {
  const t = useText().console
  const over = console.end !== undefined || console.lost
  const type = (command: string) => {
    typeInto(console.id, new TextEncoder().encode(`${command}\r`))
    document.querySelector<HTMLElement>('.xterm-helper-textarea')?.focus()
  }
  const entries: MenuEntry[] = QUICK_VIEWS.map(({ command, label }) => ({
    id: command,
    label: `${command}: ${label(t)}`,
    // Once the menu has given the keyboard back to its button.
    run: () => setTimeout(type, 0, command),
  }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser.
    <div role="group" aria-label={t.quick} className="flex items-center gap-0.5">
      {QUICK_VIEWS.map(({ command, label }) => (
        <button
          key={command}
          type="button"
          disabled={over}
          title={label(t)}
          onClick={() => type(command)}
          className="h-6 @max-4xl:hidden rounded-md px-1.5 font-mono text-2xs text-ink-2 hover:bg-hovered hover:text-ink disabled:opacity-40"
        >
          {command}
        </button>
      ))}
      {/* Where they would take the room of the consoles' own names. */}
      <Menu align="end" entries={entries}>
        <Button look="quiet" disabled={over} className="@4xl:hidden h-6.5 px-1.5 text-ink-2">
          {t.quick}
          <ChevronDown size={13} aria-hidden="true" />
        </Button>
      </Menu>
    </div>
  )
}

function Hints() {
  const t = useText().console
  return (
    <p className="flex h-6 shrink-0 items-center gap-4 border-line border-t px-3 text-ink-3 text-xs">
      <span className="flex items-center gap-1.5">
        <Keys shortcut="shift+Tab" /> {t.leaveHint}
      </span>
      <span className="flex items-center gap-1.5">
        <Keys shortcut="mod+shift+c" /> {t.copyHint}
      </span>
    </p>
  )
}

/** How the console ended, and a way to have another one. */
function Ended({ console }: { console: ShownConsole }) {
  const t = useText().console
  const running = useConsoleNodes().includes(console.node)
  const { open, close } = useConsoleStore.getState()
  const again = () => {
    close(console.id)
    void open(console.node)
  }
  return (
    <div role="status" className="flex min-h-9 shrink-0 items-center gap-2 border-line border-t bg-sunken px-3">
      <span className="mr-auto">{endText(console, t)}</span>
      <Button disabled={!running} onClick={again}>
        {t.openAgain}
      </Button>
      <Button look="quiet" onClick={() => close(console.id)}>
        {t.dismiss}
      </Button>
    </div>
  )
}

function endText({ node, end, lost }: ShownConsole, t: Text['console']): string {
  if (end?.why === 'namespace-gone') return t.ended.gone(node)
  if (end?.signal) return t.ended.signal(end.signal)
  if (end) return t.ended.exit(end.exitCode ?? 0)
  return lost ? t.ended.lost : ''
}

/** Why the last console could not be opened. */
function Failure() {
  const t = useText().console
  const error = useConsoleStore((store) => store.error)
  const words = useConsoleError()
  if (!error) return null
  return (
    <div role="alert" className="flex min-h-9 shrink-0 items-center gap-2 border-line border-b bg-bad-wash px-3 text-bad">
      <span className="mr-auto">{words(error)}</span>
      <Button look="quiet" onClick={() => useConsoleStore.getState().dismissError()}>
        {t.dismiss}
      </Button>
    </div>
  )
}

/** No console yet: what one is, and in which nodes. */
function Empty() {
  const t = useText().console
  const nodes = useConsoleNodes()
  const running = nodes.length > 0
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const starting = useConsoleStore((store) => store.starting)
  if (starting !== null) return <p className="px-3 py-4 text-ink-2">{t.starting(starting)}</p>
  return (
    <div className="px-3 py-4">
      <p className="text-ink-2">{running ? t.empty : onHost ? t.errors.containersOnly : t.notRunning}</p>
      {running && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser.
        <div role="group" aria-label={t.openIn} className="mt-3 flex flex-wrap gap-2">
          {nodes.slice(0, OFFERED).map((node) => (
            <Button key={node} className="font-mono" onClick={() => void useConsoleStore.getState().open(node)}>
              <SquareTerminal size={14} aria-hidden="true" />
              {node}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
