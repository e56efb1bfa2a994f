import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { actionContext } from './action'
import { deleteSelected } from './deleteSelected'

beforeEach(() => {
  useLabStore.setState({ name: 'trial', status: 'ready' })
  useViewStore.setState({ locale: 'en', announcement: { text: '', id: 0 } })
})
afterEach(() => useLabStore.getState().closeLab())

describe('deleting what the lab does not hold', () => {
  it.each(['lo', 'docker0'])('does nothing, and does not say that it did: %s', (name) => {
    useViewStore.getState().select([{ kind: 'interface', node: 'host', name }])
    void deleteSelected.run(actionContext())
    expect(useLabStore.getState()).toMatchObject({ undoable: [], unsaved: 0, refusal: null })
    expect(useViewStore.getState().announcement.text).toBe('')
  })
})
