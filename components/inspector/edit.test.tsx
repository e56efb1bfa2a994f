import { fireEvent } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setNat } from '../../core/edit/nat'
import { knownForms } from '../state/forms'
import { useLabStore } from '../state/labStore'
import { eventually } from '../state/testing/eventually'
import { edit } from './edit'

const toPort = (port: number) => edit((lab) => setNat(lab, 'host', [{ type: 'dnat', protocol: 'tcp', port, to: '10.0.0.2:80' }]))

beforeAll(async () => {
  // The page's first touch fetches what edits are held to.
  fireEvent.keyDown(window, { key: 'Tab' })
  await eventually(() => expect(knownForms()).toBeDefined())
})
beforeEach(() => useLabStore.setState({ name: 'trial', status: 'ready', refusal: null }))

describe('an edit that is not taken', () => {
  it('says what is wrong with the value, where the page itself refuses it', () => {
    expect(toPort(70000)).toMatchObject({ code: 'out-of-range', params: { min: 1, max: 65535 } })
    expect(useLabStore.getState().refusal).toMatchObject({ problem: 'invalid', diagnostics: [{ code: 'out-of-range' }] })
  })

  it('is no conflict with an older refusal while the lab cannot be changed', () => {
    toPort(70000)
    useLabStore.setState({ status: 'loading' })
    expect(toPort(80)).toBe('closed')
  })
})
