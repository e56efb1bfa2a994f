import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { checkLab } from '../../core/check/check'
import type { Lab } from '../../core/lab/schema'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { useViewStore } from '../state/viewStore'
import { momentText } from './DhcpLeases'
import { Inspector } from './Inspector'
import { openLab } from './testing/openLab'

// The checks are fetched, on a machine that does other things as well.
const SLOW = { timeout: 20_000 }

const withRange = (range: [string, string]): Lab => ({
  netloom: 1,
  name: 'trial',
  nodes: {
    host: { kind: 'host' },
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.0.0.1/24'] } },
      dhcpServer: { interface: 'eth0', range },
    },
    br: { kind: 'bridge' },
  },
  links: { l: { endpoints: ['red:eth0', 'br:veth-red'] } },
})

async function wordsAt(range: [string, string], label: string, wrong: string): Promise<number> {
  openLab(withRange(range))
  render(<Inspector />)
  act(() => useViewStore.getState().select([{ kind: 'node', node: 'red' }]))
  await waitFor(() => expect(screen.getByRole('region', { name: 'Inspector' }).textContent).toContain(wrong), SLOW)
  const field = screen.getByLabelText(label)
  const described = document.getElementById(field.getAttribute('aria-describedby') ?? '')
  return described?.querySelectorAll('li').length ?? 0
}

afterEach(cleanup)

describe('the range that a DHCP server gives away', () => {
  it('has what is wrong with an end once, beside that end', async () => {
    expect(await wordsAt(['10.0.0.999', '10.0.0.200'], 'From', '10.0.0.999')).toBe(1)
    cleanup()
    expect(await wordsAt(['10.0.0.100', '10.0.0.999'], 'From', '10.0.0.999')).toBe(0)
  })
})

it('a client that nobody answers is told once in the inspector of its link', async () => {
  const lab: Lab = {
    ...withRange(['10.0.0.100', '10.0.0.199']),
    nodes: { host: { kind: 'host' }, red: { kind: 'namespace', interfaces: { eth0: { dhcp: true } } }, br: { kind: 'bridge' } },
  }
  const found = checkLab(lab).find(({ code }) => code === 'dhcp-no-server')
  if (!found) throw new Error('the client has a server')
  const { message } = describeDiagnostic(found, 'en')
  openLab(lab)
  render(<Inspector />)
  act(() => useViewStore.getState().select([{ kind: 'link', link: 'l' }]))
  await waitFor(() => expect(screen.getAllByText(message)).toHaveLength(1), SLOW)
})

describe('a moment', () => {
  const now = new Date(2026, 10, 21, 23, 30)

  it('of today is a time, on a clock that begins with 00', () => {
    expect(momentText(new Date(2026, 10, 21, 0, 5), now, 'en')).toBe('00:05')
    expect(momentText(new Date(2026, 10, 21, 0, 5), now, 'zh')).toBe('00:05')
  })

  it('of another day has its date, however near it is', () => {
    expect(momentText(new Date(2026, 10, 22, 0, 5), now, 'en')).toMatch(/Nov 22.*00:05/)
  })
})
