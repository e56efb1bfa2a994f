import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import type { PingEvent } from '../../core/protocol/agent'
import type { LinkState, MachineState, NetnsState } from '../../core/state/state'
import { openLab } from '../inspector/testing/openLab'
import { useMachineStore } from '../state/machineStore'
import { type PingRun, type ProbeRun, useProbeStore } from '../state/probeStore'
import { ReachPanel } from './ReachPanel'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
  },
  links: { l: { endpoints: ['red:eth0', 'blue:eth0'] } },
}

const link = (end: 0 | 1, peer: string, address: string): LinkState => ({
  index: 2,
  name: 'eth0',
  kind: 'veth',
  mac: `02:00:00:00:00:0${end}`,
  mtu: 1500,
  up: true,
  operstate: 'up',
  carrier: true,
  group: 188,
  owner: { lab: 'trial', id: 'l', end },
  peer: { netns: peer, index: 2 },
  addresses: [{ address, scope: 'global', automatic: false }],
})
const netns = (name: string, eth0?: LinkState): NetnsState => ({
  name,
  inode: 1,
  ...(eth0 && { owner: { lab: 'trial', id: name } }),
  links: eth0 ? { 2: eth0 } : {},
  routes: eth0 ? [{ family: 4, to: '10.0.0.0/24', dev: 'eth0', metric: 0, protocol: 2, scope: 253 }] : [],
  neighbours: [],
  forwarding: { ipv4: false, ipv6: false },
  nat: [],
  foreignTables: [],
})
const state: MachineState = {
  epoch: 'a',
  seq: 1,
  namespaces: {
    host: netns('host'),
    red: netns('red', link(0, 'blue', '10.0.0.1/24')),
    blue: netns('blue', link(1, 'red', '10.0.0.2/24')),
  },
}

const start = (address: string): PingEvent => ({ kind: 'start', command: `ping ${address}`, address })
const ping = (values: Partial<PingRun>): ProbeRun => ({
  kind: 'ping',
  lab: 'trial',
  id: 'p1',
  node: 'red',
  target: 'blue',
  count: 2,
  status: 'running',
  startedAt: 0,
  error: null,
  events: [],
  ...values,
})
const put = (...runs: ProbeRun[]) => act(() => useProbeStore.setState({ runs }))

beforeEach(() => {
  openLab(lab, { state, applied: lab })
  useProbeStore.setState({ runs: [], path: null, draft: { node: '', target: '', count: 5, port: 80 } })
  render(<ReachPanel />)
})
afterEach(cleanup)

describe('ReachPanel', () => {
  it('takes a node, an interface or an address, and nothing else', () => {
    const target = screen.getByLabelText('To')
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Ping' })
    expect(button.disabled).toBe(true)
    fireEvent.change(target, { target: { value: '10.0.0.2/24' } })
    expect(button.disabled).toBe(true)
    expect(target.getAttribute('aria-invalid')).toBe('true')
    fireEvent.change(target, { target: { value: 'blue:eth0' } })
    expect(button.disabled).toBe(false)
  })

  it('shows replies as they come', () => {
    put(ping({ events: [start('10.0.0.2')] }))
    expect(screen.getByText('Waiting for the first reply…')).toBeTruthy()
    put(ping({ events: [start('10.0.0.2'), { kind: 'reply', seq: 1, from: '10.0.0.2', ttl: 64, ms: 0.061 }] }))
    expect(screen.getByText('0.061 ms')).toBeTruthy()
    expect(screen.getByText('running')).toBeTruthy()
  })

  it('lights the way up, there and back', () => {
    put(ping({ status: 'done', events: [start('10.0.0.2'), { kind: 'reply', seq: 1, from: '10.0.0.2', ttl: 64, ms: 0.061 }] }))
    const { path } = useProbeStore.getState()
    expect(path).toMatchObject({ run: 'p1', arrives: true, answered: true, pulse: 1 })
    expect(path?.request).toEqual([
      { kind: 'node', node: 'red' },
      { kind: 'link', link: 'l' },
      { kind: 'node', node: 'blue' },
    ])
  })

  it('says plainly what is known when nothing comes back', () => {
    put(
      ping({
        status: 'done',
        target: '10.9.9.9',
        events: [start('10.9.9.9'), { kind: 'error', text: 'Network is unreachable' }],
      }),
    )
    expect(screen.getByText('Not reached')).toBeTruthy()
    expect(screen.getByText('Network is unreachable')).toBeTruthy()
    expect(screen.getByText('red has no route to 10.9.9.9')).toBeTruthy()
    expect(useProbeStore.getState().path).toMatchObject({ arrives: false, answered: false })
  })

  it('says what a refused connection means', () => {
    const result = { outcome: 'refused' as const, address: '10.0.0.2', ms: 0.4 }
    put({
      kind: 'tcp',
      id: 't1',
      lab: 'trial',
      node: 'red',
      target: 'blue',
      port: 80,
      status: 'done',
      startedAt: 0,
      error: null,
      result,
    })
    expect(screen.getByText('10.0.0.2:80 refused: it was reached, but nothing listens on that port.')).toBeTruthy()
  })

  it('names the rule of others that refused a connection, and does not say that nobody listens', () => {
    const rule = { at: 2, handle: 7, text: '-A INPUT -p tcp -j REJECT', conditions: [], verdict: 'reject' as const }
    const place = { family: 'ip' as const, table: 'filter', name: 'INPUT', hook: 'input' as const, type: 'filter' as const }
    const foreignChains = [{ ...place, priority: 0, policy: 'accept' as const, rules: [rule] }]
    const blue = state.namespaces.blue
    if (!blue) throw new Error('no blue')
    act(() =>
      useMachineStore.setState({ state: { ...state, namespaces: { ...state.namespaces, blue: { ...blue, foreignChains } } } }),
    )
    const result = { outcome: 'refused' as const, address: '10.0.0.2', ms: 0.4 }
    put({
      kind: 'tcp',
      id: 't1',
      lab: 'trial',
      node: 'red',
      target: 'blue',
      port: 80,
      status: 'done',
      startedAt: 0,
      error: null,
      result,
    })
    expect(screen.getByText('The connection to 10.0.0.2:80 was refused, by a rule on the way.')).toBeTruthy()
    expect(screen.getByText(/rule 2 of the chain “INPUT” of the table “ip filter”/)).toBeTruthy()
  })

  it('keeps earlier runs to come back to, and shows a new one at once', () => {
    const first = ping({ status: 'done', events: [start('10.0.0.2')] })
    put(first, ping({ id: 'p2', target: '10.9.9.9', events: [start('10.9.9.9')] }))
    expect(screen.getByText('ping 10.9.9.9')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /red → blue/ }))
    expect(screen.getByText('ping 10.0.0.2')).toBeTruthy()
    put(first, ping({ id: 'p3', target: 'red', events: [start('10.0.0.1')] }))
    expect(screen.getByText('ping 10.0.0.1')).toBeTruthy()
  })
})
