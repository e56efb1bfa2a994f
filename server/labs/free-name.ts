const MAX = 40

/** `wanted`, or with a number behind it when it is taken; within the 40 characters of a lab's name. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/-\d+$/, '')
  for (let number = 2; ; number++) {
    const suffix = `-${number}`
    const name = stem.slice(0, MAX - suffix.length) + suffix
    if (!taken.has(name)) return name
  }
}

/** Whether an exclusive write lost against someone who took the name first. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
