import { act, cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { ElementRef } from '../../../core/lab/element'
import type { Lab } from '../../../core/lab/schema'
import type { MachineState } from '../../../core/state/state'
import { machineWith } from '../../../test/imagined-machine'
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

const { host, red, blue } = machineWith(lab).namespaces
if (!host || !red || !blue) throw new Error('the machine lacks a namespace')
const [lo, eth0] = ['lo', 'eth0'].map((wanted) => Object.values(red.links).find(({ name }) => name === wanted))
if (!lo || !eth0) throw new Error('red lacks an interface')

/** Somebody took the end of red to green, which is not of this lab. */
const moved: MachineState = {
  epoch: 'a',
  seq: 1,
  namespaces: {
    host,
    blue,
    red: { ...red, links: { [lo.index]: lo } },
    green: { ...host, name: 'green', inode: host.inode + 1000, links: { [eth0.index]: { ...eth0, name: 'taken' } } },
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
    expect(within(region).getByText(new RegExp(eth0.mac))).toBeTruthy()
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
