import { expect, it } from 'vitest'
import { authority, namesFor, pageHost } from './access'

it.each(['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::', '192.0.2.7'])(
  'the page of a server that listens on %s is offered under a name that it answers to',
  (host) => {
    expect([...namesFor(host, 3000).hosts]).toContain(authority(pageHost(host), 3000))
  },
)

it('all addresses at once are nobody’s name', () => {
  expect(namesFor('0.0.0.0', 3000).hosts.has('0.0.0.0:3000')).toBe(false)
})
