import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { matches, withoutMatch } from './patterns'

describe('a shell pattern', () => {
  test.each([
    ['eth0', 'eth0', true],
    ['eth0', 'eth', false],
    ['eth0', 'eth?', true],
    ['eth0', '*', true],
    ['', '*', true],
    ['', '?', false],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['one-two-three', 'one*two*three', true],
    ['aba', 'ab*ba', false],
    ['北京', '??', true],
    ['a\nb', 'a?b', true],
    ['a', '[a-z]', undefined],
  ])('%j against %j: %j', (text, pattern, result) => {
    expect(matches(text, pattern)).toBe(result)
  })

  it('matches as a regular expression of the same meaning does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 })
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    fc.assert(
      fc.property(texts, letters, (text, pattern) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.')
        expect(matches(text, pattern)).toBe(new RegExp(`^(?:${source})$`).test(text))
      }),
    )
  })

  it('is taken away from the front or the end, as little or as much as matches', () => {
    const value = 'a/b/c.tar.gz'
    expect(withoutMatch(value, '*/', '#')).toBe('b/c.tar.gz')
    expect(withoutMatch(value, '*/', '##')).toBe('c.tar.gz')
    expect(withoutMatch(value, '.*', '%')).toBe('a/b/c.tar')
    expect(withoutMatch(value, '.*', '%%')).toBe('a/b/c')
    expect(withoutMatch(value, 'x*', '#')).toBe(value)
    expect(withoutMatch(value, '', '#')).toBe(value)
    expect(withoutMatch(value, '[a]', '#')).toBeUndefined()
  })
})
