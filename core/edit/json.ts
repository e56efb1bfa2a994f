/** Whether a value holds others: a map or a list. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Keys that reach an object's prototype; never the name of anything in a lab. */
export function isPrototypeKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor'
}

/** Whether `value` has such a key anywhere; it must not nest deeply. zod passes over an own `__proto__`, so this does not. */
export function hasPrototypeKey(value: unknown): boolean {
  if (!isContainer(value)) return false
  if (Array.isArray(value)) return value.some(hasPrototypeKey)
  return Object.entries(value).some(([key, item]) => isPrototypeKey(key) || hasPrototypeKey(item))
}

/** Whether `value` nests deeper than `depth` levels. Bytes are no level. */
export function nestsDeeper(value: unknown, depth: number): boolean {
  if (!isContainer(value) || ArrayBuffer.isView(value)) return false
  return depth === 0 || Object.values(value).some((item) => nestsDeeper(item, depth - 1))
}

/** Equality of JSON values; the order of keys does not count. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  if (left.length !== Object.keys(b).length) return false
  return left.every(([key, value]) => Object.hasOwn(b, key) && equalJson(value, (b as Record<string, unknown>)[key]))
}
