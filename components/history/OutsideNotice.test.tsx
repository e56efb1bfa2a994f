import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Side } from '../../core/history/merge'
import { useOutsideStore } from '../state/outsideStore'
import { historyEn } from './history.en'
import { OutsideNotice } from './OutsideNotice'

const t = historyEn.outside

afterEach(() => {
  cleanup()
  useOutsideStore.setState({ outside: null })
})

describe('a file that was changed where something was changed here', () => {
  it.each<[Side[], string]>([
    [[], t.rest],
    [['mine'], t.restOfMine],
    [['theirs'], t.restOfTheirs],
    [['mine', 'theirs'], t.restOfNeither],
  ])('says what stays of the side that is not taken (%s)', (whole, words) => {
    const clashes = [{ element: { kind: 'node' as const, node: 'red' }, mine: [], theirs: [] }]
    useOutsideStore.setState({ outside: { kind: 'clash', clashes, more: 0, whole } })
    render(<OutsideNotice />)
    expect(screen.getByText(words)).toBeTruthy()
  })
})
