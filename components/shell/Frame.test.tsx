import { act, cleanup, render, screen } from '@testing-library/react'
import { AppRouterContext, type AppRouterInstance } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shellEn } from '../i18n/shell.en'
import { useMissingStore } from '../state/missingStore'
import { useViewStore } from '../state/viewStore'
import { Frame } from './Frame'
import { Notices } from './Notices'

/** The machine may be busy; only never is too late. */
const PATIENT = { timeout: 20_000 }

vi.mock('./CommandPalette', () => {
  throw new Error('the server is gone')
})

const router: AppRouterInstance = {
  back: () => {},
  forward: () => {},
  refresh: () => {},
  push: () => {},
  replace: () => {},
  prefetch: () => {},
} as unknown as AppRouterInstance

function Page({ path }: { path: string }) {
  return (
    <AppRouterContext value={router}>
      <PathnameContext value={path}>
        <Frame>
          <p>drawing</p>
          <Notices />
        </Frame>
      </PathnameContext>
    </AppRouterContext>
  )
}

beforeEach(() => useMissingStore.getState().dismiss())
afterEach(() => {
  cleanup()
  useViewStore.getState().setOverlay(null)
})

describe('what lies over the page', () => {
  it('is left out where its code does not come: the page stays, and says so', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    render(<Page path="/lab/a" />)
    const drawing = screen.getByText('drawing')
    act(() => useViewStore.getState().setOverlay('commands'))
    await screen.findByText(shellEn.problem.notFetched, {}, PATIENT)
    expect(screen.getByText('drawing')).toBe(drawing)
    expect(useViewStore.getState().overlay).toBe(null)
  })

  it('goes with the page that it was opened on: Back leads to another lab, and Destroy would destroy that', async () => {
    const { rerender } = render(<Page path="/lab/b" />)
    act(() => useViewStore.getState().setOverlay('destroy'))
    await screen.findByRole('dialog', { name: shellEn.destroy.title }, PATIENT)
    rerender(<Page path="/lab/a" />)
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBe(null), PATIENT)
    expect(useViewStore.getState().overlay).toBe(null)
  })

  it('goes when the page itself goes', () => {
    const { unmount } = render(<Page path="/lab/b" />)
    act(() => useViewStore.getState().setOverlay('destroy'))
    unmount()
    expect(useViewStore.getState().overlay).toBe(null)
  })
})
