import { describe, expect, it } from 'vitest'
import { natSchema } from '../../core/lab/schema'
import { ofType } from './NatFields'

describe('ofType', () => {
  const masquerade = { type: 'masquerade' as const, source: '192.168.15.0/24', except: ['10.0.0.0/8'], out: 'eth0' }

  it('keeps what both kinds have', () => {
    expect(ofType(masquerade, 'snat')).toEqual({ ...masquerade, type: 'snat', to: '' })
    expect(ofType({ ...masquerade, type: 'snat', to: '192.168.1.3' }, 'masquerade')).toEqual(masquerade)
  })

  it('makes a rule that the schema takes, from every kind to every kind', () => {
    const kinds = ['masquerade', 'snat', 'dnat'] as const
    for (const from of kinds)
      for (const to of kinds) expect(natSchema.safeParse(ofType(ofType(masquerade, from), to)).success).toBe(true)
  })
})
