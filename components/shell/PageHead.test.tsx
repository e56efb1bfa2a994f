import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changeLanguage } from '../actions/language'
import { machineEn } from '../machine/machine.en'
import { machineZh } from '../machine/machine.zh'
import { useMachineText } from '../machine/machineText'
import { useViewStore } from '../state/viewStore'
import { PageHead } from './PageHead'

function Page() {
  const t = useMachineText()
  return (
    <PageHead back={t.back} title={t.title}>
      <p>what can be done</p>
    </PageHead>
  )
}

beforeEach(() => {
  document.title = `${machineEn.title} · Netloom`
  useViewStore.setState({ locale: 'en' })
})
afterEach(() => {
  cleanup()
  useViewStore.setState({ locale: 'en' })
})

it('the document’s title changes over with the page’s own, in either direction', async () => {
  render(<Page />)
  expect(document.title).toBe(`${machineEn.title} · Netloom`)
  await act(() => changeLanguage('zh'))
  expect(screen.getByRole('heading').textContent).toBe(machineZh.title)
  expect(document.title).toBe(`${machineZh.title} · Netloom`)
  await act(() => changeLanguage('en'))
  expect(document.title).toBe(`${machineEn.title} · Netloom`)
})

it('a page that is come back to after the change, with the title that it was served with, has it in the new language', async () => {
  await act(() => changeLanguage('zh'))
  render(<Page />)
  expect(document.title).toBe(`${machineZh.title} · Netloom`)
})
