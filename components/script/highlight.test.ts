import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight, type Token } from './highlight'

const textOf = (lines: Token[][]) => lines.map((line) => line.map((token) => token.text).join('')).join('\n')
const kindsOf = (lines: Token[][], kind: Token['kind']) =>
  lines.flat().flatMap((token) => (token.kind === kind ? [token.text] : []))

describe('highlight', () => {
  it('loses and adds nothing, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('bash' as const, 'yaml' as const), (text, language) => {
        expect(textOf(highlight(text, language))).toBe(text)
      }),
    )
  })

  it('loses nothing of texts that are full of quotes, variables and comments', () => {
    const piece = fc.constantFrom('"', "'", '\\', '$', '${', '}', '#', '\n', ' ', 'if', 'ip', '-n', '10.0.0.1/24', ':', '[')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(textOf(highlight(pieces.join(''), 'bash'))).toBe(pieces.join(''))
      }),
    )
  })

  it('knows the pieces of a command', () => {
    const lines = highlight('ip -n red address replace 10.0.0.1/24 dev "$dev" # red', 'bash')
    expect(kindsOf(lines, 'command')).toEqual(['ip'])
    expect(kindsOf(lines, 'option')).toEqual(['-n'])
    expect(kindsOf(lines, 'number')).toEqual(['10.0.0.1/24'])
    expect(kindsOf(lines, 'string')).toEqual(['"$dev"'])
    expect(kindsOf(lines, 'comment')).toEqual(['# red'])
  })

  it('does not take a # inside a word for a comment', () => {
    expect(kindsOf(highlight('echo $# a#b', 'bash'), 'comment')).toEqual([])
  })

  it('keeps a string over several lines one string', () => {
    expect(kindsOf(highlight("echo 'a\n# b'\nip", 'bash'), 'string')).toEqual(["'a", "# b'"])
  })

  it('knows keys and comments of a lab file', () => {
    const lines = highlight('nodes:\n  red: { kind: namespace } # left\n', 'yaml')
    expect(kindsOf(lines, 'key')).toEqual(['nodes', 'red', 'kind'])
    expect(kindsOf(lines, 'comment')).toEqual(['# left'])
  })
})
