import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { lossesEn } from '../../core/text/losses.en'
import { openLab } from '../inspector/testing/openLab'
import { currentDerived } from '../state/derived'
import { useDerived } from '../state/derivedStore'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { PlanPanel } from './PlanPanel'

// jsdom has no layout and therefore nothing to scroll.
Element.prototype.scrollIntoView = () => undefined

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: {
    host: { kind: 'host', nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'veth-h' }], forwarding: true },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
  },
  links: { l: { endpoints: ['red:eth0', 'host:veth-h'] } },
}

const show = async (drawn: Lab = lab) => {
  openLab(drawn)
  render(<PlanPanel />)
  await waitFor(() => expect(currentDerived().sync.state).not.toBe('loading'))
}
const step = (command: string | RegExp) => screen.getByText(command).closest('li') as HTMLElement

afterEach(() => {
  cleanup()
  useLabStore.setState({ status: 'idle' })
})

describe('PlanPanel', () => {
  it('lists each step with its exact command and its reason', async () => {
    await show()
    expect(await screen.findByText('ip netns add red')).toBeTruthy()
    expect(step('ip netns add red').textContent).toContain('red is drawn and does not exist yet')
  })

  it('lights an element up when the pointer is on its step, and the step when the pointer is on the element', async () => {
    await show()
    await screen.findByText('ip netns add red')
    fireEvent.pointerEnter(step('ip netns add red'))
    expect(useViewStore.getState().hover).toBe('node/red')
    fireEvent.pointerLeave(step('ip netns add red'))
    expect(useViewStore.getState().hover).toBeNull()
    act(() => useViewStore.getState().setHover('node/red'))
    expect(step('ip netns add red').className).toContain('bg-hovered')
  })

  it('writes rules as nft or as iptables', async () => {
    await show()
    await screen.findByText(/nft .*masquerade/)
    fireEvent.click(screen.getByRole('radio', { name: 'iptables' }))
    expect(await screen.findByText(/iptables .*-j MASQUERADE/)).toBeTruthy()
  })

  it('says which errors keep the lab from being applied, and goes to them', async () => {
    await show({ ...lab, nodes: { ...lab.nodes, red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1'] } } } } })
    expect(await screen.findByText('One error keeps this lab from being applied')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /red:eth0/ }))
    expect(useViewStore.getState().selection).toEqual([{ kind: 'interface', node: 'red', name: 'eth0' }])
  })

  it('ticks steps off while they are applied', async () => {
    await show()
    await screen.findByText('ip netns add red')
    const planId = currentDerived().plan?.id ?? ''
    act(() => useLabStore.setState({ applying: { planId, total: 9, done: 1, phase: 'running' } }))
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('1')
    expect(step('ip netns add red').querySelector('.lucide-check')).toBeTruthy()
  })

  it('keeps a failure with the kernel’s words, ours, and what was undone', async () => {
    await show()
    await screen.findByText('ip netns add red')
    const planId = currentDerived().plan?.id ?? ''
    act(() =>
      useLabStore.setState({
        lastResult: {
          outcome: 'failed',
          planId,
          failure: {
            step: 0,
            op: { op: 'netns-add', netns: 'red', id: 'red' },
            error: 'EEXIST: File exists',
            undone: true,
          },
        },
      }),
    )
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain('Step 1 failed')
    expect(alert.textContent).toContain('EEXIST: File exists')
    expect(alert.textContent).toContain('already there')
    expect(alert.textContent).toContain('Everything was put back as it was.')
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says what would not come back exactly if the steps were taken back, and nothing of it where all would', async () => {
    await show()
    await screen.findByText('ip netns add red')
    expect(screen.queryByText(lossesEn.title)).toBeNull()
    const { plan } = currentDerived()
    const [first] = plan?.steps ?? []
    if (!plan || !first) throw new Error('there is no plan')
    const gone = { ...first, op: { op: 'netns-delete' as const, netns: 'red' }, action: 'delete' as const }
    act(() => useDerived.setState({ plan: { ...plan, id: 'less', steps: [gone] } }))
    expect(screen.getByText(lossesEn.title)).toBeTruthy()
    expect(screen.getByText(lossesEn.losses.connections)).toBeTruthy()
  })

  it('groups a big plan by kind, and opens a group', async () => {
    const nodes: Lab['nodes'] = { host: { kind: 'host' } }
    for (let index = 0; index < 100; index++) nodes[`n${index}`] = { kind: 'namespace' }
    await show({ netloom: 1, name: 'trial', nodes, links: {} })
    const group = await screen.findByRole('button', { name: /^Create ?100 namespaces/ })
    expect(screen.queryByText('ip netns add n7')).toBeNull()
    fireEvent.click(group)
    expect(screen.getByText('ip netns add n7')).toBeTruthy()
  })
})
