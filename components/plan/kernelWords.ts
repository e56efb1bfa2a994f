import type { MachineKind } from '../../core/protocol/socket'
import type { panelsEn } from '../i18n/panels.en'
import type { Text } from '../i18n/text'

export type Errno = keyof typeof panelsEn.plan.errno

/** What strerror(3) says, by errno name: how the kernel's refusals read in programs' output. */
const WORDS: readonly (readonly [string, Errno])[] = [
  ['File exists', 'EEXIST'],
  ['No such file or directory', 'ENOENT'],
  ['No such process', 'ENOENT'],
  ['No such device or address', 'ENODEV'],
  ['No such device', 'ENODEV'],
  ['Cannot find device', 'ENODEV'],
  ['Network is unreachable', 'ENETUNREACH'],
  ['Nexthop has invalid gateway', 'ENETUNREACH'],
  ['No route to host', 'EHOSTUNREACH'],
  ['Network is down', 'ENETDOWN'],
  ['Device for nexthop is not up', 'ENETDOWN'],
  ['Operation not permitted', 'EPERM'],
  ['Permission denied', 'EACCES'],
  ['Invalid argument', 'EINVAL'],
  ['Device or resource busy', 'EBUSY'],
  ['Cannot allocate memory', 'ENOMEM'],
  ['No space left on device', 'ENOSPC'],
  ['Address already in use', 'EADDRINUSE'],
  ['Cannot assign requested address', 'EADDRNOTAVAIL'],
  ['Operation not supported', 'EOPNOTSUPP'],
  ['Too many levels of symbolic links', 'ELOOP'],
  ['Too many open files in system', 'ENFILE'],
  ['Too many open files', 'EMFILE'],
  ['timed out', 'ETIMEDOUT'],
]

const NAMES = new Set(WORDS.map(([, name]) => name))

/** Which errno an error text speaks of, by its name or by its words; undefined when it is none that we have words for. */
export function errnoOf(text: string): Errno | undefined {
  for (const [name] of text.matchAll(/\bE[A-Z]{3,}\b/g)) if (NAMES.has(name as Errno)) return name as Errno
  const lower = text.toLowerCase()
  return WORDS.find(([words]) => lower.includes(words.toLowerCase()))?.[1]
}

/** What an errno means and what to do about it, on the machine where it came up. */
export function errnoWords(errno: Errno, machine: MachineKind, { errno: words, errnoHost }: Text['panels']['plan']): string {
  const onHost: Partial<Record<Errno, string>> = errnoHost
  return (machine === 'host' && onHost[errno]) || words[errno]
}
