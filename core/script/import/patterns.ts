/** Shell patterns and braces, as far as network scripts use them. */

/** The characters between the stars of a pattern, `?` standing for any one; undefined for brackets. */
function partsOf(pattern: string): string[][] | undefined {
  if (/[[\]]/.test(pattern) || pattern.length > 200) return undefined
  return pattern.split(/\*+/).map((part) => Array.from(part))
}

function standsAt(text: readonly string[], at: number, part: readonly string[]): boolean {
  return at >= 0 && at + part.length <= text.length && part.every((one, index) => one === '?' || one === text[at + index])
}

/** The first place from `from` on at which a part stands. */
function find(text: readonly string[], part: readonly string[], from: number): number | undefined {
  for (let at = from; at + part.length <= text.length; at++) if (standsAt(text, at, part)) return at
  return undefined
}

/**
 * How long the shortest or longest beginning is that a pattern matches. Each part is taken where it first stands behind the one before:
 * whatever matches at all matches so, and nothing is ever tried twice, however many stars there are.
 */
function beginning(text: readonly string[], parts: readonly string[][], longest: boolean): number | undefined {
  const [first = [], ...rest] = parts
  if (!standsAt(text, 0, first)) return undefined
  let end = first.length
  for (const [index, part] of rest.entries()) {
    if (longest && index === rest.length - 1) {
      for (let at = text.length - part.length; at >= end; at--) if (standsAt(text, at, part)) return at + part.length
      return undefined
    }
    const at = find(text, part, end)
    if (at === undefined) return undefined
    end = at + part.length
  }
  return end
}

/** Whether a text matches a pattern as a whole; undefined where that cannot be told. */
export function matches(text: string, pattern: string): boolean | undefined {
  const parts = partsOf(pattern)
  if (!parts) return undefined
  const characters = Array.from(text)
  return beginning(characters, parts, true) === characters.length
}

/** What is left of a value after `#`, `##`, `%` or `%%` took the pattern away; undefined where that cannot be told. */
export function withoutMatch(value: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string | undefined {
  const parts = partsOf(pattern)
  if (!parts) return undefined
  const characters = Array.from(value)
  const longest = operator.length === 2
  if (operator.startsWith('#')) return characters.slice(beginning(characters, parts, longest) ?? 0).join('')
  // An end is a beginning, read backwards.
  const backwards = parts.toReversed().map((part) => part.toReversed())
  const length = beginning(characters.toReversed(), backwards, longest) ?? 0
  return characters.slice(0, characters.length - length).join('')
}

/** The words of `{a,b}` and `{1..5}`, at most `limit`; the text itself where it is neither. */
export function braces(text: string, limit: number): string[] {
  const inner = text.slice(1, -1)
  const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(inner)
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])]
    const step = Math.max(1, Math.abs(Number(range[3] ?? 1))) * (from <= to ? 1 : -1)
    const width =
      /^-?0\d/.test(range[1] ?? '') || /^-?0\d/.test(range[2] ?? '') ? Math.max(range[1]?.length ?? 0, range[2]?.length ?? 0) : 0
    const count = Math.min(limit, Math.floor((to - from) / step) + 1)
    return Array.from({ length: count }, (_, index) => String(from + index * step).padStart(width, '0'))
  }
  const letters = /^([a-zA-Z])\.\.([a-zA-Z])$/.exec(inner)
  if (letters) {
    const from = (letters[1] ?? '').charCodeAt(0)
    const to = (letters[2] ?? '').charCodeAt(0)
    const step = from <= to ? 1 : -1
    return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => String.fromCharCode(from + index * step))
  }
  const parts = inner.split(',')
  return parts.length > 1 && !inner.includes('{') ? parts.slice(0, limit) : [text]
}
