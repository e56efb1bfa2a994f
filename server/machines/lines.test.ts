import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from './lines'

describe('splitting a byte stream into lines', () => {
  it('gives the same lines however the bytes arrive', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\n'))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.array(fc.nat(200), { maxLength: 10 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        const splitter = new LineSplitter(10_000)
        const found = at.slice(1).flatMap((end, index) => splitter.push(bytes.subarray(at[index], end)))
        expect(found).toEqual(lines)
      }),
    )
  })

  it('holds back what has no end yet', () => {
    const splitter = new LineSplitter(10)
    expect(splitter.push(Buffer.from('ab'))).toEqual([])
    expect(splitter.push(Buffer.from('c\nd'))).toEqual(['abc'])
  })

  it('takes a line of the limit and refuses a longer one, ended or not', () => {
    expect(new LineSplitter(3).push(Buffer.from('abc\n'))).toEqual(['abc'])
    expect(() => new LineSplitter(3).push(Buffer.from('abcd\n'))).toThrow(RangeError)
    expect(() => new LineSplitter(3).push(Buffer.from('abcd'))).toThrow(RangeError)
  })
})
