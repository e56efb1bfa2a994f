import { readFileSync } from 'node:fs'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { loadGuide } from '../../core/guide/guides'
import { parseLabFile } from '../../core/lab/file'
import { guideEn } from '../i18n/guide.en'
import { openLab } from '../inspector/testing/openLab'
import { useLabStore } from '../state/labStore'
import { GuidePanel } from './GuidePanel'
import { useGuideStore } from './guideStore'

const NAME = 'lan-gateway'

/** The panel beside its example, as it was opened. */
async function show() {
  const { lab: example } = parseLabFile(readFileSync(`labs/${NAME}.netloom.yaml`, 'utf8'))
  const guide = await loadGuide(NAME)
  if (!example || !guide) return expect.unreachable()
  openLab(example)
  useLabStore.setState({ origin: { example: NAME, copy: 'copy-1' } })
  render(<GuidePanel />)
  act(() => useGuideStore.setState({ guide, example }))
}

afterEach(() => {
  cleanup()
  localStorage.clear()
  useLabStore.setState({ origin: null, status: 'idle' })
})

describe('the guide beside the canvas', () => {
  it('stays, with what is being done, when the lab is opened again after a lost connection', async () => {
    await show()
    act(() => useGuideStore.setState({ busy: 'exercise' }))
    act(() => useLabStore.setState({ origin: { example: NAME, copy: 'copy-1' } }))
    expect(useGuideStore.getState().busy).toBe('exercise')
    expect(useGuideStore.getState().guide).not.toBe(null)
    expect(screen.queryByText(guideEn.loading)).toBe(null)
  })

  it('is another one in another copy', async () => {
    await show()
    act(() => useLabStore.setState({ origin: { example: NAME, copy: 'copy-2' } }))
    expect(useGuideStore.getState().guide).toBe(null)
  })

  it('does not go back to the beginning while something is being done', async () => {
    await show()
    const begin = screen.getByRole<HTMLButtonElement>('button', { name: guideEn.begin })
    expect(begin.disabled).toBe(false)
    act(() => useGuideStore.setState({ busy: 'exercise' }))
    expect(begin.disabled).toBe(true)
  })
})
