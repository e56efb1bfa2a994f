import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { writeLabFile } from './file'
import { readPlainYaml } from './plain-yaml'
import { readYaml } from './yaml'

/** What the parser makes of it; undefined where it finds fault. */
function parsed(text: string): { value: unknown } | undefined {
  const { value, problems } = readYaml(text)
  return problems.length > 0 ? undefined : { value }
}

/** A text that is nearly a lab file: some of its pieces replaced by what YAML gives a meaning to. */
const nearly = fc
  .tuple(
    arbitraryLab(),
    fc.array(
      fc.record({
        at: fc.nat(),
        drop: fc.nat({ max: 3 }),
        piece: fc.constantFrom(
          ...[
            '',
            ' ',
            '  ',
            '\n',
            ': ',
            ':',
            '- ',
            '-',
            '#',
            ' # ',
            '"',
            "'",
            '{',
            '}',
            '[',
            ']',
            ', ',
            ',',
            '&a ',
            '*a',
            '!!str ',
            '|',
            '>',
          ],
          ...[
            '? ',
            '~',
            'null',
            'true',
            'True',
            '0',
            '-0',
            '007',
            '0x1f',
            '0o7',
            '1e3',
            '1.5',
            '-12',
            '.5',
            '.inf',
            '12:30',
            '::',
            '\t',
            '\r',
          ],
          ...['---', '...', '%', '@', '\\', '__proto__', 'constructor', 'é', '网', '　', '\u2028', '\n  ', '\n- ', '\n      x'],
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([lab, edits]) => {
    let text = writeLabFile(lab)
    for (const { at, drop, piece } of edits) {
      const start = at % (text.length + 1)
      text = text.slice(0, start) + piece + text.slice(start + drop)
    }
    return text
  })

describe('the plain part of YAML', () => {
  test('is how lab files are written', () => {
    const text = 'netloom: 1\nname: pair # no\n'
    expect(readPlainYaml(text)).toBeUndefined()
    expect(
      readPlainYaml(
        '# a pair\nname: pair\nnodes:\n  red: { kind: namespace, up: true, at: [1, -2.5, fd00::1/64] }\n\n  blue:\n    - a: x\n      b: "y z"\n    - 10.0.0.1/24\n',
      ),
    ).toEqual({
      value: {
        name: 'pair',
        nodes: { red: { kind: 'namespace', up: true, at: [1, -2.5, 'fd00::1/64'] }, blue: [{ a: 'x', b: 'y z' }, '10.0.0.1/24'] },
      },
    })
  })

  it('takes any lab as we write it for what the parser takes it for', () => {
    let understood = 0
    fc.assert(
      fc.property(arbitraryLab(), (lab) => {
        const text = writeLabFile(lab)
        const plain = readPlainYaml(text)
        if (plain) understood++
        if (plain) expect(plain).toEqual(parsed(text))
      }),
    )
    expect(understood).toBeGreaterThan(10)
  })

  it('takes any text as the parser does, or leaves it to the parser', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        const plain = readPlainYaml(text)
        if (plain) expect(plain).toStrictEqual(parsed(text))
      }),
      { numRuns: 2000 },
    )
  })
})
