import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
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
      nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' }],
    },
    br: { kind: 'bridge', addresses: ['10.0.0.254/24'] },
  },
  links: { l: { endpoints: ['red:eth0', 'br:veth-red'] } },
}

const show = (...selection: Parameters<ReturnType<typeof useViewStore.getState>['select']>[0]) => {
  const made = openLab(lab)
  render(<Inspector />)
  act(() => useViewStore.getState().select(selection))
  return made
}
const nodeNow = (name: string) => useLabStore.getState().lab.nodes[name]
const type = (field: HTMLElement, text: string, key = 'Enter') => {
  fireEvent.change(field, { target: { value: text } })
  fireEvent.keyDown(field, { key })
}

afterEach(cleanup)

describe('Inspector', () => {
  it('shows nothing while nothing is selected', () => {
    show()
    expect(screen.queryByRole('region')).toBeNull()
  })

  it('changes an address with Enter, one command', () => {
    const made = show({ kind: 'node', node: 'red' })
    type(screen.getByLabelText('eth0 Addresses 1'), '10.0.0.7/24')
    expect(nodeNow('red')?.interfaces?.eth0?.addresses).toEqual(['10.0.0.7/24'])
    expect(made).toHaveLength(1)
  })

  it('takes what was typed back with Escape, and makes no command', () => {
    const made = show({ kind: 'node', node: 'red' })
    const field = screen.getByLabelText<HTMLInputElement>('eth0 Addresses 1')
    type(field, '10.0.0.7/24', 'Escape')
    expect(field.value).toBe('10.0.0.1/24')
    expect(made).toHaveLength(0)
  })

  it('says what is wrong with an address beside its field', async () => {
    show({ kind: 'node', node: 'red' })
    const field = screen.getByLabelText('eth0 Addresses 1')
    type(field, '10.0.0.7')
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
    const described = document.getElementById(field.getAttribute('aria-describedby') ?? '')
    expect(described?.textContent).toContain('10.0.0.7')
  })

  it('adds an address and takes an empty row back', () => {
    show({ kind: 'interface', node: 'red', name: 'eth0' })
    fireEvent.click(screen.getByText('Add an address'))
    type(screen.getByLabelText('Addresses 2'), '2001:db8::1/64')
    expect(nodeNow('red')?.interfaces?.eth0?.addresses).toEqual(['10.0.0.1/24', '2001:db8::1/64'])
    fireEvent.click(screen.getByText('Add an address'))
    fireEvent.blur(screen.getByLabelText('Addresses 3'))
    expect(screen.queryByLabelText('Addresses 3')).toBeNull()
  })

  it('keeps a name that cannot be with the reason, and leaves the lab alone', () => {
    const made = show({ kind: 'node', node: 'red' })
    const field = screen.getByLabelText<HTMLInputElement>('Name')
    type(field, 'br')
    expect(made).toHaveLength(0)
    expect(field.value).toBe('br')
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })

  it('renames a node and stays with it', () => {
    show({ kind: 'node', node: 'red' })
    type(screen.getByLabelText('Name'), 'crimson')
    expect(nodeNow('crimson')?.kind).toBe('namespace')
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('crimson')
  })

  it('keeps its fields while an element is renamed, so that a press and the keyboard are not lost', () => {
    for (const element of [
      { kind: 'node', node: 'red' } as const,
      { kind: 'node', node: 'br' } as const,
      { kind: 'interface', node: 'red', name: 'eth0' } as const,
    ]) {
      show(element)
      const [name, button] = [screen.getByLabelText('Name'), screen.getAllByText('Add an address')[0]]
      type(name, 'other')
      expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('other')
      expect(screen.getByLabelText('Name')).toBe(name)
      expect(screen.getAllByText('Add an address')[0]).toBe(button)
      cleanup()
    }
  })

  it('throws away what was typed into another element’s field', () => {
    show({ kind: 'node', node: 'red' })
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'half' } })
    act(() => useViewStore.getState().select([{ kind: 'node', node: 'br' }]))
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('br')
  })

  it('refuses an MTU that is not a number', () => {
    const made = show({ kind: 'interface', node: 'red', name: 'eth0' })
    type(screen.getByLabelText('MTU'), 'big')
    expect(screen.getByRole('alert').textContent).toBe('This is not a whole number.')
    expect(made).toHaveLength(0)
  })

  it('takes an interface down, and up by leaving the field out', () => {
    show({ kind: 'interface', node: 'red', name: 'eth0' })
    fireEvent.click(screen.getByRole('switch', { name: 'Up' }))
    expect(nodeNow('red')?.interfaces?.eth0?.up).toBe(false)
    fireEvent.click(screen.getByRole('switch', { name: 'Up' }))
    expect(nodeNow('red')?.interfaces?.eth0).not.toHaveProperty('up')
  })

  it('edits a route field by field', () => {
    show({ kind: 'node', node: 'red' })
    type(screen.getByLabelText('Via'), '10.0.0.253')
    type(screen.getByLabelText('Metric'), '50')
    expect(nodeNow('red')).toHaveProperty('routes', [{ to: 'default', via: '10.0.0.253', metric: 50 }])
    fireEvent.click(screen.getByRole('button', { name: 'Remove the route to default' }))
    expect(nodeNow('red')).not.toHaveProperty('routes')
  })

  it('opens a NAT rule and makes it another kind', () => {
    show({ kind: 'nat', node: 'red', index: 0 })
    fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'snat' } })
    type(screen.getByLabelText('New source'), '10.0.0.1')
    expect(nodeNow('red')).toHaveProperty('nat', [{ type: 'snat', source: '10.0.0.0/24', out: 'eth0', to: '10.0.0.1' }])
  })

  it('shows both ends of a link, and edits either', () => {
    show({ kind: 'link', link: 'l' })
    const macs = screen.getAllByLabelText('MAC')
    expect(macs).toHaveLength(2)
    type(macs[1] as HTMLElement, '02:00:00:00:00:07')
    expect(nodeNow('br')?.interfaces?.['veth-red']?.mac).toBe('02:00:00:00:00:07')
  })

  it('goes to the other end of an interface', () => {
    show({ kind: 'interface', node: 'red', name: 'eth0' })
    fireEvent.click(screen.getByRole('button', { name: 'veth-red in br' }))
    expect(useViewStore.getState().selection).toEqual([{ kind: 'interface', node: 'br', name: 'veth-red' }])
  })

  it('brings all interfaces of several nodes down in one command', () => {
    const made = show({ kind: 'node', node: 'red' }, { kind: 'node', node: 'br' })
    fireEvent.click(screen.getByText('Bring all interfaces down'))
    expect(made).toHaveLength(1)
    expect(nodeNow('red')?.interfaces?.eth0?.up).toBe(false)
    expect(nodeNow('br')).toHaveProperty('up', false)
  })

  it('lists a bridge’s ports and where they lead', () => {
    show({ kind: 'node', node: 'br' })
    const region = screen.getByRole('region', { name: 'Inspector' })
    expect(within(region).getByText('veth-red')).toBeTruthy()
    expect(within(region).getByText(/eth0 in red/)).toBeTruthy()
  })

  it('closes when somebody else deletes what is selected', () => {
    show({ kind: 'node', node: 'red' })
    act(() => {
      const { red: _, ...nodes } = useLabStore.getState().lab.nodes
      useLabStore.setState({ lab: { ...lab, nodes, links: {} } })
    })
    expect(screen.queryByRole('region')).toBeNull()
  })
})
