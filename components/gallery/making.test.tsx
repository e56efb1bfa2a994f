import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { LabSummary, WireError } from '../../core/protocol/socket'
import { shellEn } from '../i18n/shell.en'
import { noLab } from '../state/labState'
import { OFFLINE } from '../state/socket'
import { Gallery } from './Gallery'
import { useGalleryStore } from './galleryStore'
import { NewLabDialog } from './NewLabDialog'

const t = shellEn.gallery
const EXAMPLE: LabSummary = {
  name: 'pair',
  nodes: 1,
  links: 0,
  preview: noLab('pair'),
  machine: { kind: 'sandbox', status: 'stopped' },
}
const { create } = useGalleryStore.getState()

afterEach(() => {
  cleanup()
  useGalleryStore.setState({ create, labs: null, examples: [] })
})

it('an example that could not be opened is said, and no more once another one is', async () => {
  const answers: (WireError | null)[] = [{ code: 'store-failed', text: 'ENOSPC: no space left on device' }, null]
  useGalleryStore.setState({ labs: [], examples: [EXAMPLE], create: async () => answers.shift() ?? null })
  render(<Gallery />)
  const open = () => act(async () => screen.getByRole('button', { name: new RegExp(t.openExample('pair')) }).click())
  await open()
  expect(screen.getByRole('alert').textContent).toBe(`${t.notMade}: ENOSPC: no space left on device`)
  await open()
  expect(screen.queryByRole('alert')).toBe(null)
})

it('the dialog for a new lab asks once, however often Enter is pressed, and says why there is none', async () => {
  let answer = (_: WireError | null) => {}
  const asked = vi.fn(
    () =>
      new Promise<WireError | null>((resolve) => {
        answer = resolve
      }),
  )
  useGalleryStore.setState({ create: asked })
  render(<NewLabDialog />)
  const field = screen.getByRole('textbox')
  const form = field.closest('form')
  if (!form) expect.unreachable()
  fireEvent.submit(form)
  fireEvent.submit(form)
  expect(asked).toHaveBeenCalledTimes(1)
  expect(screen.getByRole<HTMLButtonElement>('button', { name: t.making }).disabled).toBe(true)
  await act(async () => answer({ code: 'failed', text: OFFLINE }))
  expect(screen.getByText(`${t.notMade}: ${shellEn.connection.noAnswer}`)).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: t.create }).disabled).toBe(false)
})
