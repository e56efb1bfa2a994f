import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical'

/** The same value with the members of all its objects in the opposite order. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(turned)
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, turned(member)]))
}

test('equal values have one text, in whatever order they were written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value))
    }),
  )
})

test('the text says all that the value says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // `-0` has no way to be written in JSON.
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('a member that is undefined is as good as none', () => {
  expect(canonicalJson({ b: [1, 'x'], a: undefined })).toBe('{"b":[1,"x"]}')
})
