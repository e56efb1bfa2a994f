import type { LogEntry } from '../protocol/applied-log'

/** The words of `netloom log`, English. `zh` has the same keys: the compiler holds the two together. */
export const logCliEn = {
  nothing: 'Nothing was applied yet.',
  did: {
    started: 'began',
    applied: 'applied',
    destroyed: 'destroyed',
    'put-back': 'put back',
    failed: 'failed',
  } satisfies Record<LogEntry['did'], string>,
  steps: (count: number) => `${count} ${count === 1 ? 'step' : 'steps'}`,
}

export type LogCliText = typeof logCliEn
