import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { noLab } from '../state/labState'
import { useLabStore } from '../state/labStore'
import { useVersionStore } from './versionStore'

/** A lab of that name which was looked at, with the contents of its first version. */
const old: Lab = { ...noLab('lan-gateway'), nodes: { host: { kind: 'host' }, gone: { kind: 'namespace' } } }

beforeEach(() => {
  useLabStore.setState({ name: 'lan-gateway', status: 'ready' })
  useVersionStore.setState({ lab: 'lan-gateway', versions: [{ version: 1, at: 0 }], documents: new Map([[1, old]]) })
})
afterEach(() => useLabStore.getState().closeLab())

describe('the versions that were looked at', () => {
  it('are forgotten with the lab: the next one of that name has others under the same numbers', () => {
    useLabStore.getState().closeLab()
    useLabStore.setState({ name: 'lan-gateway', status: 'ready' })
    const { lab, versions, documents } = useVersionStore.getState()
    expect({ lab, versions, kept: documents.size }).toEqual({ lab: null, versions: null, kept: 0 })
  })

  it('are kept while the lab is open, whatever is drawn in it', () => {
    useLabStore.setState({ revision: 7, lab: { ...old } })
    expect(useVersionStore.getState().documents.get(1)).toBe(old)
  })
})
