import { act, cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { ElementRef } from '../../../core/lab/element'
import type { Lab } from '../../../core/lab/schema'
import type { LinkState, MachineState, NetnsState } from '../../../core/state/state'
import { loadText } from '../../i18n/text'
import { useViewStore } from '../../state/viewStore'
import { Inspector } from '../Inspector'
import { openLab } from '../testing/openLab'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: {
    red: { kind: 'namespace', id: 'n-red', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
    blue: { kind: 'namespace', id: 'n-blue', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
  },
  links: { pair: { endpoints: ['red:eth0', 'blue:eth0'] } },
}

function end(index: number, name: string, at: 0 | 1): LinkState {
  return {
    index,
    name,
    kind: 'veth',
    mac: `02:00:00:00:00:0${index}`,
    mtu: 1500,
    up: true,
    operstate: 'up',
    carrier: true,
    group: 0,
    addresses: [],
    owner: { lab: 'trial', id: 'pair', end: at },
  }
}

function netns(name: string, inode: number, links: LinkState[], id?: string): NetnsState {
  return {
    name,
    inode,
    links: Object.fromEntries(links.map((link) => [link.index, link])),
    routes: [],
    neighbours: [],
    forwarding: { ipv4: false, ipv6: false },
    nat: [],
    foreignTables: [],
    ...(id && { owner: { lab: 'trial', id } }),
  }
}

/** Somebody took the end of red to green, which is not of this lab. */
const moved: MachineState = {
  epoch: 'a',
  seq: 1,
  namespaces: {
    host: netns('host', 1, []),
    red: netns('red', 2, [], 'n-red'),
    blue: netns('blue', 3, [end(3, 'eth0', 1)], 'n-blue'),
    green: netns('green', 4, [end(2, 'taken', 0)]),
  },
}

function show(element: ElementRef): HTMLElement {
  openLab(lab, { state: moved, applied: lab })
  render(<Inspector />)
  act(() => useViewStore.getState().select([element]))
  return screen.getByRole('region', { name: 'Inspector' })
}

afterEach(cleanup)

describe('an interface of ours that somebody moved into another namespace', () => {
  const ELSEWHERE = 'eth0 is in green, not in red. Apply puts that right.'

  it('is said to be there, by its light and beside the facts of the kernel', () => {
    const region = show({ kind: 'interface', node: 'red', name: 'eth0' })
    expect(within(region).getByTitle(ELSEWHERE)).toBeTruthy()
    expect(within(region).getByText(ELSEWHERE, { selector: 'p' })).toBeTruthy()
    expect(within(region).getByText(/02:00:00:00:00:02/)).toBeTruthy()
    expect(region.textContent).not.toContain('The kernel has no eth0')
  })

  it('is said to be there where its link is shown, and its other end is as ever', () => {
    const region = show({ kind: 'link', link: 'pair' })
    expect(within(region).getAllByText(ELSEWHERE, { selector: 'p' })).toHaveLength(1)
    expect(within(region).getByTitle(ELSEWHERE)).toBeTruthy()
    expect(region.textContent).not.toContain('The kernel has no eth0')
  })

  it('is said to be there in Chinese', async () => {
    await loadText('zh')
    show({ kind: 'interface', node: 'red', name: 'eth0' })
    act(() => useViewStore.setState({ locale: 'zh' }))
    expect(screen.getByText('eth0 现在在 green 里，不在 red 里。应用时会纠正。', { selector: 'p' })).toBeTruthy()
  })
})
