import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Lines } from './lines'

describe('lines from a stream', () => {
  test('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '))),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (texts, cuts) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''))
          const lines = new Lines(1000)
          const read: string[] = []
          for (let at = 0; at < bytes.length; ) {
            const size = cuts.next().value as number
            read.push(...lines.take(bytes.subarray(at, at + size)))
            at += size
          }
          expect(read).toEqual(texts.map((text) => Buffer.from(text).toString()))
        },
      ),
    )
  })

  test('may be as long as the limit and no longer, also when they come in pieces', () => {
    expect(new Lines(3).take(Buffer.from('abc\n'))).toEqual(['abc'])
    const lines = new Lines(3)
    lines.take(Buffer.from('ab'))
    expect(() => lines.take(Buffer.from('cd'))).toThrow(RangeError)
  })
})
