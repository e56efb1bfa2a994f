import type { Random } from './random'

/** What stands in for a value: of another type, out of every range, or made to be misread. */
const ODD: readonly string[] = [
  'null',
  'true',
  '-0',
  '1e999',
  '-1',
  '0.5',
  '9007199254740993',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"../../etc/passwd"',
  '"-x"',
  '"$(reboot)"',
  '"host"',
  '[]',
  '{}',
  '{"__proto__":{"type":"run"}}',
  '{"constructor":{"prototype":{"privileged":true}}}',
  `"${'x'.repeat(5000)}"`,
  '['.repeat(2000) + ']'.repeat(2000),
  `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
]

/** One value of a JSON text replaced, taken out, or doubled: it stays JSON for the most part. */
export function mutateValue(text: string, random: Random): string {
  const spots = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|[[{]/g)]
  const spot = spots[random.below(spots.length)]
  if (!spot) return text
  const [before, found, after] = [text.slice(0, spot.index), spot[0], text.slice(spot.index + spot[0].length)]
  if (found === '[' || found === '{') return `${before}${found}${random.pick(ODD)}${random.chance(0.5) ? ',' : ''}${after}`
  return before + random.pick(ODD) + after
}

/** Bytes flipped, cut out, doubled or put in, those that end a line or are no UTF-8 among them. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1)
  const until = Math.min(bytes.length, at + random.below(30))
  switch (random.below(6)) {
    case 0: {
      const copy = Buffer.from(bytes)
      for (let count = 1 + random.below(4); count > 0 && copy.length > 0; count--)
        copy[random.below(copy.length)] = random.below(256)
      return copy
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)])
    case 2:
      return Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)])
    case 3:
      return bytes.subarray(0, at)
    case 4:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(random.pick(['\n', '\r\n', '\0', '\ufeff', '\u2028'])),
        bytes.subarray(at),
      ])
    default:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]), bytes.subarray(at)])
  }
}
