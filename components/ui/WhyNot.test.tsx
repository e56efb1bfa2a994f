import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { describeMachineProblem } from '../../core/text/machines'
import { textOf } from '../i18n/text'
import { OFFLINE } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { WhyNot } from './WhyNot'

afterEach(() => {
  cleanup()
  useViewStore.setState({ locale: 'en' })
})

it.each(['en', 'zh'] as const)('says why and what to do about it, in the reader’s language: %s', (locale) => {
  useViewStore.setState({ locale })
  const problem = { code: 'host-not-reached', params: { lab: 'office' } } as const
  render(<WhyNot what="No." error={{ code: 'machine-unavailable', text: 'for the log', problem }} />)
  const { message, suggestion } = describeMachineProblem(problem, locale)
  const said = screen.getByRole('alert').textContent
  expect(said).toContain(message)
  expect(said).toContain(suggestion)
  expect(said).toContain('netloom destroy office --machine host')
  expect(said).not.toContain('for the log')
})

it('has the system’s own words for what nobody foresaw', () => {
  render(<WhyNot what="No." error={{ code: 'failed', text: 'EIO: i/o error' }} />)
  expect(screen.getByRole('alert').textContent).toBe('No. EIO: i/o error')
})

it('does not say that nothing was done where nobody answered: it may have been', () => {
  render(<WhyNot what="No." error={{ code: 'failed', text: OFFLINE }} />)
  expect(screen.getByRole('alert').textContent).toBe(textOf('en').shell.applyFailed.offline)
})
