import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HOST } from '../../core/lab/ids'
import { hostEn } from '../i18n/host.en'
import { Contained } from '../shell/Contained'
import { useConnection } from '../state/socket'
import { RoutedView } from './RoutedView'
import { openLab } from './testing/openLab'

/** The machine may be busy; only never is too late. */
const PATIENT = { timeout: 20_000 }

const server = vi.hoisted(() => ({ gone: true }))

vi.mock(import('./HostNics'), async (original) => {
  if (server.gone) throw new Error('the server is gone')
  return original()
})

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  useConnection.setState({ status: 'reconnecting' })
})
afterEach(() => {
  cleanup()
  useConnection.setState({ status: 'connecting' })
})

it('a section whose code did not come is there once the connection is back', async () => {
  openLab({ netloom: 1, name: 'late', nodes: { host: { kind: 'host' } }, links: {} })
  render(
    <Contained>
      <RoutedView name={HOST} node={{ kind: 'host' }} />
    </Contained>,
  )
  await screen.findByRole('alert', {}, PATIENT)
  server.gone = false
  act(() => useConnection.setState({ status: 'open' }))
  await screen.findByText(hostEn.nics.title, {}, PATIENT)
  expect(screen.queryByRole('alert')).toBe(null)
})
