import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { Inspector } from './Inspector'
import { openLab } from './testing/openLab'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: {
    host: { kind: 'host' },
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.0.0.1/24'] } },
      routes: [{ to: 'default', via: '10.0.0.254' }],
    },
    blue: { kind: 'namespace' },
  },
  links: { l: { endpoints: ['red:eth0', 'host:veth-red'] } },
}

function show(node: string): void {
  openLab(lab)
  render(<Inspector />)
  act(() => useViewStore.getState().select([{ kind: 'node', node }]))
}
const nodeNow = (name: string) => useLabStore.getState().lab.nodes[name]
const last = (label: string) => screen.getAllByLabelText<HTMLInputElement>(label).at(-1) as HTMLInputElement
function type(label: string, text: string): void {
  fireEvent.change(last(label), { target: { value: text } })
  fireEvent.keyDown(last(label), { key: 'Enter' })
}

afterEach(cleanup)

describe('a row that is being written', () => {
  it('takes a route’s gateway before its destination, and adds it once both are there', () => {
    show('red')
    fireEvent.click(screen.getByText('Add a route'))
    type('Via', '10.0.0.253')
    expect(last('Via').value).toBe('10.0.0.253')
    expect(nodeNow('red')).toHaveProperty('routes.length', 1)
    type('To', '10.9.0.0/16')
    expect(nodeNow('red')).toHaveProperty('routes.1', { to: '10.9.0.0/16', via: '10.0.0.253' })
  })

  it('takes a neighbour’s MAC before its address', () => {
    show('red')
    fireEvent.click(screen.getByText('Add a neighbour'))
    // The first field of this name is the interface's own.
    const macs = () => screen.getAllByLabelText<HTMLInputElement>('MAC')
    expect(macs()).toHaveLength(1)
    type('MAC', '02:00:00:00:00:09')
    expect(last('MAC').value).toBe('02:00:00:00:00:09')
    type('Address', '10.0.0.9')
    expect(nodeNow('red')).toHaveProperty('neighbours', [{ address: '10.0.0.9', mac: '02:00:00:00:00:09', dev: 'eth0' }])
  })

  it('keeps a neighbour that nothing leads to, and says so', () => {
    show('blue')
    fireEvent.click(screen.getByText('Add a neighbour'))
    type('Address', '10.0.0.9')
    type('MAC', '02:00:00:00:00:09')
    expect(last('MAC').value).toBe('02:00:00:00:00:09')
    expect(nodeNow('blue')).not.toHaveProperty('neighbours')
    expect(screen.getByText(/no interface here yet/)).toBeTruthy()
  })
})
