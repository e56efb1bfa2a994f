'use client'

import { Copy, Search } from 'lucide-react'
import { useId, useMemo } from 'react'
import type { Discovered } from '../../core/discover/discover-lab'
import type { Discovery, Process } from '../../core/discover/discovery'
import { HOST } from '../../core/lab/ids'
import { runAction } from '../actions/action'
import { copy } from '../actions/copy'
import { Glyph } from '../canvas/nodes/Glyph'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { TextInput } from '../ui/Field'
import { chosenNodes } from './chosen'
import { useLookStore } from './lookStore'
import { useMachineText } from './machineText'

/** How many processes of a namespace are named; and where one is searched for. */
const NAMED = 3
const MATCHING = 20

interface PlaceRow {
  node: string
  kind: 'host' | 'namespace'
  /** The first process of a namespace without a name. */
  holder: number | undefined
  named: boolean
  processes: Process[]
  shown: Process[]
}

/** The namespaces with their processes: searched by name or PID, chosen, and shown on the canvas. */
export function Places() {
  const t = useMachineText()
  const field = useId()
  const chosen = useChosen()
  const discovery = useLookStore((store) => store.discovery)
  const discovered = useLookStore((store) => store.discovered)
  const query = useLookStore((store) => store.query)
  const rows = useMemo(
    () => (discovery && discovered ? rowsOf(discovery, discovered, query.trim().toLowerCase()) : []),
    [discovery, discovered, query],
  )
  if (!discovery || !discovered) return <div className="grow" />
  return (
    <section aria-label={t.places} className="flex min-h-0 grow flex-col">
      <div className="flex shrink-0 flex-col gap-1 px-3 pt-3 pb-2">
        <label htmlFor={field} className="text-ink-2 text-xs">
          {t.search}
        </label>
        <div className="relative">
          <Search size={14} aria-hidden className="pointer-events-none absolute top-1.75 left-2 text-ink-3" />
          <TextInput
            id={field}
            type="search"
            className="pl-7"
            placeholder={t.searchHint}
            maxLength={80}
            value={query}
            onChange={(event) => useLookStore.getState().search(event.target.value)}
          />
        </div>
        <div className="flex min-h-7 items-center gap-2">
          <Answer discovery={discovery} discovered={discovered} query={query.trim()} matches={rows.length} />
          <CopyChosen />
        </div>
      </div>
      <ul className="min-h-0 grow overflow-auto px-2 pb-2">
        {rows.map((row) => (
          <Row key={row.node} row={row} chosen={chosen.includes(row.node)} />
        ))}
      </ul>
    </section>
  )
}

/** The nodes that the selection is about. */
function useChosen(): string[] {
  const lab = useLookStore((store) => store.discovered?.lab)
  const selection = useViewStore((view) => view.selection)
  return useMemo(() => (lab ? chosenNodes(lab, selection) : []), [lab, selection])
}

/** Which namespace a process is in, in a sentence; or that nothing was found. */
function Answer({
  discovery,
  discovered,
  query,
  matches,
}: {
  discovery: Discovery
  discovered: Discovered
  query: string
  matches: number
}) {
  const t = useMachineText()
  return (
    <p role="status" className="min-w-0 grow break-words text-ink-2 text-xs">
      {/^\d+$/.test(query) ? pidText() : query !== '' && matches === 0 ? t.noMatch(query) : ''}
    </p>
  )

  function pidText(): string {
    const pid = Number(query)
    const found = discovery.processes.find((process) => process.pid === pid)
    if (!found) return matches > 0 ? '' : t.noProcess(pid)
    const node = found.netns === undefined ? undefined : discovered.nodes.get(found.netns)
    return node === undefined ? t.processHidden(pid, found.name, found.user) : t.processIs(pid, found.name, found.user, node)
  }
}

function rowsOf({ places, processes }: Discovery, { nodes }: Discovered, query: string): PlaceRow[] {
  const inside = new Map<string, Process[]>()
  for (const process of processes) {
    if (process.netns === undefined) continue
    const here = inside.get(process.netns)
    if (here) here.push(process)
    else inside.set(process.netns, [process])
  }
  return [...nodes].flatMap(([key, node]): PlaceRow[] => {
    const here = inside.get(key) ?? []
    const place = places[key]
    const matching = query === '' ? [] : here.filter((process) => matches(process, query))
    const byName = [node, ...(place?.names ?? [])].some((name) => name.toLowerCase().includes(query))
    if (!byName && matching.length === 0) return []
    return [
      {
        node,
        kind: key === HOST ? 'host' : 'namespace',
        holder: place?.process?.pid,
        named: (place?.names.length ?? 0) > 0,
        processes: here,
        shown: matching.length > 0 ? matching.slice(0, MATCHING) : here.slice(0, NAMED),
      },
    ]
  })
}

/** A number is a PID, as it begins; a text is a part of the name. */
function matches({ pid, name }: Process, query: string): boolean {
  return /^\d+$/.test(query) ? String(pid).startsWith(query) : name.toLowerCase().includes(query)
}

function Row({ row, chosen }: { row: PlaceRow; chosen: boolean }) {
  const t = useMachineText()
  const { node, kind, holder, named, processes, shown } = row
  const about = kind === 'host' ? t.host : named || holder === undefined ? t.named : t.unnamed(holder)
  const rest = processes.length - shown.length
  return (
    <li className="flex items-start gap-2 rounded-md px-2 py-1.5 hover:bg-hovered">
      <input
        type="checkbox"
        className="mt-1 accent-accent"
        aria-label={t.choose(node)}
        checked={chosen}
        onChange={() => toggle(node)}
      />
      <button
        type="button"
        className="min-w-0 grow text-left"
        onClick={() => useViewStore.getState().reveal({ kind: 'node', node })}
      >
        <span className="flex items-center gap-1.5">
          <Glyph kind={kind} />
          <span className="truncate font-medium font-mono text-sm">{node}</span>
        </span>
        <span className="block text-ink-2 text-xs">
          {about}, {t.processes(processes.length)}
        </span>
        {shown.length > 0 && (
          <span className="block break-words text-ink-3 text-xs">
            <span className="tnum font-mono">{shown.map(({ pid, name }) => `${pid} ${name}`).join(', ')}</span>
            {rest > 0 && ` ${t.more(rest)}`}
          </span>
        )}
      </button>
    </li>
  )
}

/** Keeps the chosen nodes for a paste into any lab; the host, which every lab has, is never copied. */
function CopyChosen() {
  const t = useMachineText()
  const chosen = useChosen()
  if (chosen.every((node) => node === HOST)) return null
  const keep = () => {
    // A row or a link stands for its nodes here.
    useViewStore.getState().select(chosen.map((node) => ({ kind: 'node', node })))
    runAction(copy)
  }
  return (
    <Button look="quiet" title={t.copyHint} onClick={keep}>
      <Copy size={14} aria-hidden />
      {t.copy}
    </Button>
  )
}

/** Chooses a node beside the others, or no longer; what is chosen through a link or a rule stays by its nodes. */
function toggle(node: string): void {
  const { selection, select } = useViewStore.getState()
  const { discovered } = useLookStore.getState()
  if (!discovered) return
  const nodes = chosenNodes(discovered.lab, selection)
  const next = nodes.includes(node) ? nodes.filter((one) => one !== node) : [...nodes, node]
  select(next.map((one) => ({ kind: 'node', node: one })))
}
