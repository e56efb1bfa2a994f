import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { shellZh } from '../i18n/shell.zh'
import { loadText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { DestroyDialog } from './DestroyDialog'

const { destroy } = useLabStore.getState()

afterEach(() => {
  cleanup()
  useLabStore.setState({ destroy })
  useViewStore.setState({ locale: 'en' })
})

it('says who keeps what it had to leave alone, in the reader’s language', async () => {
  await loadText('zh')
  useViewStore.setState({ locale: 'zh' })
  const left = [{ what: 'red', why: 'still in use by PID 7 (sleep)', by: [{ pid: 7, program: 'sleep' }] }]
  useLabStore.setState({ destroy: async () => ({ ok: true, value: { removed: 4, left } }) })
  render(<DestroyDialog />)
  await act(async () => screen.getByRole('button', { name: shellZh.destroy.run }).click())
  expect(screen.getByText('仍在被使用：PID 7 (sleep)')).toBeTruthy()
  expect(screen.queryByText(/still in use/)).toBe(null)
})
