import { create } from 'zustand'
import type { ElementRef } from '../../core/lab/element'
import type { PingEvent, TcpResult } from '../../core/protocol/agent'
import type { WireError } from '../../core/protocol/socket'
import { useLabStore } from './labStore'
import { OFFLINE, onServer, request, useConnection } from './socket'

export type ProbeStatus = 'running' | 'done' | 'failed' | 'cancelled'

interface RunBase {
  /** The probe's id on the wire. */
  id: string
  /** The lab that it was started in, which is where it is cancelled. */
  lab: string
  node: string
  /** A node, `node:interface`, or an address. */
  target: string
  status: ProbeStatus
  /** Milliseconds since the epoch. */
  startedAt: number
  /** When the server would not run it. */
  error: WireError | null
}

export interface PingRun extends RunBase {
  kind: 'ping'
  count: number
  events: readonly PingEvent[]
}

export interface TcpRun extends RunBase {
  kind: 'tcp'
  port: number
  result: TcpResult | null
}

export type ProbeRun = PingRun | TcpRun

/** What the canvas lights up: the way of a packet, as far as it is known to get (`drawTrace` of core/reach). */
export interface PathHighlight {
  /** The run that it belongs to. */
  run: string
  /** Nodes and links in the order that the request meets them, from the source. */
  request: readonly ElementRef[]
  /** The same for the reply, from the target; empty when there is none. */
  reply: readonly ElementRef[]
  /** True when the request arrives at the target. */
  arrives: boolean
  /** Grows with every request sent; each growth sends one pulse along the path. */
  pulse: number
  /** True when the last request was answered, so the pulse comes back; null while it is under way. */
  answered: boolean | null
}

interface ProbeStore {
  /** Newest last, at most 20. */
  runs: readonly ProbeRun[]
  path: PathHighlight | null
  /** The ping form as it stands, shared with the ping tool and the context menu. */
  draft: { node: string; target: string; count: number; port: number }
  setDraft(draft: Partial<ProbeStore['draft']>): void
  /** Starts a ping from a node; earlier pings are cancelled. Returns the run's id. */
  startPing(node: string, target: string, count: number): string
  startTcp(node: string, target: string, port: number): string
  cancel(id: string): void
  clear(): void
  setPath(path: PathHighlight | null): void
}

const KEPT = 20
const NOTHING = { runs: [], path: null, draft: { node: '', target: '', count: 5, port: 80 } }
let ids = 0
let listening = false
const session = Math.random().toString(36).slice(2, 10)

/** Pings and connection checks made from this page. */
export const useProbeStore = create<ProbeStore>()((set, get) => {
  const change = (id: string, patch: (run: ProbeRun) => ProbeRun) =>
    set(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? patch(run) : run)) }))
  const end = (id: string, status: ProbeStatus, error: WireError | null = null) =>
    change(id, (run) => (run.status === 'running' ? { ...run, status, error } : run))
  const add = (run: ProbeRun) => set(({ runs }) => ({ runs: [...runs.slice(1 - KEPT), run] }))

  const listen = () => {
    if (listening) return
    listening = true
    onServer('probe', ({ probe, event }) => {
      if (event.kind === 'done') end(probe, 'done')
      else if (event.kind === 'failed') end(probe, 'failed', { code: 'failed', text: event.text })
      else change(probe, (run) => (run.kind === 'ping' ? { ...run, events: [...run.events, event] } : run))
    })
  }

  return {
    ...NOTHING,
    setDraft: (draft) => set({ draft: { ...get().draft, ...draft } }),

    startPing: (node, target, count) => {
      listen()
      for (const run of get().runs) if (run.kind === 'ping' && run.status === 'running') get().cancel(run.id)
      const id = `${session}-${++ids}`
      const lab = openName()
      add({ kind: 'ping', id, lab, node, target, count, status: 'running', startedAt: Date.now(), error: null, events: [] })
      void request('probe:ping', { lab, probe: id, node, target, count }).then((ack) => {
        if (!ack.ok) end(id, 'failed', ack.error)
      })
      return id
    },
    startTcp: (node, target, port) => {
      const id = `${session}-${++ids}`
      const lab = openName()
      add({ kind: 'tcp', id, lab, node, target, port, status: 'running', startedAt: Date.now(), error: null, result: null })
      void request('probe:tcp', { lab, probe: id, node, target, port }).then((ack) => {
        if (!ack.ok) end(id, 'failed', ack.error)
        else change(id, (run) => (run.kind === 'tcp' ? { ...run, status: 'done', result: ack.value } : run))
      })
      return id
    },
    cancel: (id) => {
      const run = get().runs.find((one) => one.id === id)
      if (!run) return
      end(id, 'cancelled')
      // Whether the server still knew the probe does not matter: it is over either way.
      void request('probe:cancel', { lab: run.lab, probe: id })
    },
    clear: () => {
      for (const run of get().runs) if (run.status === 'running') get().cancel(run.id)
      set({ runs: [], path: null })
    },
    setPath: (path) => set({ path }),
  }
})

// What was asked in a lab is not about the next one, nor about the same one when it is opened again.
useLabStore.subscribe(({ name }, before) => {
  if (name === before.name) return
  useProbeStore.getState().clear()
  useProbeStore.setState(NOTHING)
})

// The server ends what a connection had under way, and cannot say so to it.
useConnection.subscribe(({ status }, before) => {
  if (before.status !== 'open' || status === 'open') return
  const error: WireError = { code: 'failed', text: OFFLINE }
  useProbeStore.setState(({ runs }) => ({
    runs: runs.map((run) => (run.status === 'running' ? { ...run, status: 'failed', error } : run)),
  }))
})

function openName(): string {
  return useLabStore.getState().name ?? ''
}
