/** Where two readings of a machine differ, a line each: `kernel.host.routes.3: before → after`; texts line by line. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (typeof before === 'string' && typeof after === 'string' && (before.includes('\n') || after.includes('\n'))) {
    const [had, has] = [before.split('\n'), after.split('\n')]
    const gone = had.filter((line) => !has.includes(line)).map((line) => `${path}: - ${line}`)
    return [...gone, ...has.filter((line) => !had.includes(line)).map((line) => `${path}: + ${line}`)]
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`))
  }
  return Object.is(before, after) ? [] : [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
