import { expect, test } from 'vitest'
import { attributes, HEADER, Message } from './message'

test('a request holds an attribute as long as one can be', () => {
  const message = new Message(24, 0)
  const value = Buffer.alloc(60_000, 7)
  message.raw(9, value).u32(4, 1)
  const found: [number, number][] = []
  attributes(message.bytes, HEADER, message.length, (type, _at, length) => found.push([type, length]))
  expect(found).toEqual([
    [9, value.length],
    [4, 4],
  ])
})
