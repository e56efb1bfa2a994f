/** Shell patterns and braces, as far as network scripts use them. */

/** A pattern of `*`, `?` and plain text as a regular expression without its anchors; undefined for brackets. Stars are merged, so matching stays fast. */
export function patternOf(pattern: string): string | undefined {
  if (/[[\]]/.test(pattern) || pattern.length > 200) return undefined
  const stars = pattern.replace(/\*+/g, '*').split('*')
  if (stars.length > 4) return undefined
  return stars.map((part) => part.replace(/[.+^${}()|\\/]/g, '\\$&').replaceAll('?', '.')).join('[^]*')
}

/** Whether a text matches a pattern as a whole; undefined where that cannot be told. */
export function matches(text: string, pattern: string): boolean | undefined {
  const source = patternOf(pattern)
  return source === undefined ? undefined : new RegExp(`^(?:${source})$`, 'u').test(text)
}

/** What is left of a value after `#`, `##`, `%` or `%%` took the pattern away. */
export function withoutMatch(value: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  const lengths = Array.from({ length: Math.min(value.length, 1000) + 1 }, (_, length) => length)
  if (operator.length === 2) lengths.reverse()
  const test = new RegExp(`^(?:${pattern})$`, 'u')
  for (const length of lengths) {
    const front = operator.startsWith('#')
    const part = front ? value.slice(0, length) : value.slice(value.length - length)
    if (test.test(part)) return front ? value.slice(length) : value.slice(0, value.length - length)
  }
  return value
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
