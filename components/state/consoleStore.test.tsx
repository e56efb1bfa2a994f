import { beforeEach, describe, expect, it } from 'vitest'
import type { Console } from '../../core/protocol/console'
import { consoleNames } from '../terminal/names'
import { remember, useConsoleStore } from './consoleStore'
import { useViewStore } from './viewStore'

const on = (id: string, node = 'red'): Console => ({ id, node, cols: 80, rows: 24 })
const store = () => useConsoleStore.getState()

beforeEach(() => {
  store().closed()
  remember(null)
  useViewStore.setState({ drawer: null })
})

describe('the consoles of the open lab', () => {
  it('are what the server lists; the newest is shown until another one is chosen', () => {
    store().opened('lab', [on('a'), on('b')], true)
    expect(store().active).toBe('b')
    store().show('a')
    store().take([on('a'), on('b'), on('c')], true)
    expect(store().active).toBe('a')
  })

  it('go when somebody closes them, and stay to be read when their machine ends', () => {
    store().opened('lab', [on('a'), on('b')], true)
    store().take([on('b')], true)
    expect(store().consoles.map(({ id }) => id)).toEqual(['b'])
    store().take([], false)
    expect(store().consoles).toEqual([{ ...on('b'), lost: true }])
    store().take([on('c')], true)
    expect(store().consoles.map(({ id, lost = false }) => [id, lost])).toEqual([
      ['b', true],
      ['c', false],
    ])
    store().close('b')
    expect(store().consoles.map(({ id }) => id)).toEqual(['c'])
  })

  it('are found again after a reload, with the one that was looked at, and only in the same lab', () => {
    remember({ lab: 'lab', active: 'a' })
    store().opened('other', [on('a'), on('b')], true)
    expect(useViewStore.getState().drawer).toBeNull()
    store().opened('lab', [on('a'), on('b')], true)
    expect(store().active).toBe('a')
    expect(useViewStore.getState().drawer).toBe('console')
  })

  it('are followed anew each time that the lab is opened', () => {
    const before = store().opening
    store().opened('lab', [], true)
    store().opened('lab', [], true)
    expect(store().opening).toBe(before + 2)
  })

  it('are called by their node, with a number where it has several', () => {
    const names = consoleNames([on('a'), on('b', 'blue'), on('c')])
    expect([...names.values()]).toEqual(['red', 'blue', 'red 2'])
  })
})
