import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPreferences } from './preferences'

describe('preferences from the cookie', () => {
  it('without one: as the system, in the browser’s first language', () => {
    expect(readPreferences(undefined, 'zh-CN,zh;q=0.9,en;q=0.8')).toEqual({
      theme: 'system',
      locale: 'zh',
      dialect: 'nft',
      drawerHeight: 280,
    })
    expect(readPreferences(undefined, 'de,zh;q=0.5').locale).toBe('en')
  })

  it('what was chosen wins over the browser’s language', () => {
    const cookie = encodeURIComponent(JSON.stringify({ locale: 'en', theme: 'dark' }))
    expect(readPreferences(cookie, 'zh')).toMatchObject({ locale: 'en', theme: 'dark' })
  })

  it('gives what is wrong its default and keeps the rest', () => {
    const cookie = encodeURIComponent(JSON.stringify({ theme: 'pink', dialect: 'iptables', drawerHeight: -4 }))
    expect(readPreferences(cookie, 'en')).toEqual({ theme: 'system', locale: 'en', dialect: 'iptables', drawerHeight: 280 })
  })

  it('never throws, whatever somebody put there', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (cookie, language) => void readPreferences(cookie, language)))
    fc.assert(fc.property(fc.json(), (json) => void readPreferences(encodeURIComponent(json), '')))
  })
})
