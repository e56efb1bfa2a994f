import { act, cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { ElementRef } from '../../../core/lab/element'
import type { Lab } from '../../../core/lab/schema'
import type { LinkState, MachineState } from '../../../core/state/state'
import { useViewStore } from '../../state/viewStore'
import { Inspector } from '../Inspector'
import { openLab } from '../testing/openLab'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: {
    host: { kind: 'host', interfaces: { eth0: { bridge: 'br' }, eth7: { bridge: 'br' } } },
    br: { kind: 'bridge' },
    web: { kind: 'container', container: 'web' },
    red: { kind: 'namespace' },
  },
  links: {},
}
const eth0: LinkState = {
  index: 2,
  name: 'eth0',
  kind: 'physical',
  mac: '52:54:00:00:00:01',
  mtu: 1480,
  up: true,
  operstate: 'up',
  carrier: true,
  group: 0,
  addresses: [],
}
const state: MachineState = {
  epoch: 'a',
  seq: 1,
  namespaces: {
    host: {
      name: 'host',
      inode: 1,
      links: { 2: eth0 },
      routes: [],
      neighbours: [],
      forwarding: { ipv4: false, ipv6: false },
      nat: [],
      foreignTables: [],
    },
  },
}

function show(element: ElementRef): HTMLElement {
  openLab(lab, { state, applied: lab })
  render(<Inspector />)
  act(() => useViewStore.getState().select([element]))
  return screen.getByRole('region', { name: 'Inspector' })
}

afterEach(cleanup)

it('an interface of the computer is found by its name: its light, its facts and its placeholders say the same', () => {
  const region = show({ kind: 'interface', node: 'host', name: 'eth0' })
  expect(within(region).getByText(/52:54:00:00:00:01/)).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('MTU').placeholder).toBe('1480')
  expect(region.textContent).not.toContain('Apply creates it')
})

it('of one that the computer has not, and of a container that does not run, nobody says that an apply makes it', () => {
  expect(show({ kind: 'interface', node: 'host', name: 'eth7' }).textContent).toContain('Apply does not create it')
  cleanup()
  const container = show({ kind: 'node', node: 'web' }).textContent
  expect(container).toContain('No running container is found for web')
  expect(container).not.toContain('Apply creates it')
})

it('of a namespace that is only drawn it says so', () => {
  expect(show({ kind: 'node', node: 'red' }).textContent).toContain('The kernel has no red yet. Apply creates it.')
})
