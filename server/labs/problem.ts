import type { Diagnostic } from '../../core/check/diagnostic'
import type { WireError } from '../../core/protocol/socket'

/** The store said no; `code` goes over the wire as it is, and the message are the system's own words. */
export class LabProblem extends Error {
  override readonly name = 'LabProblem'

  constructor(
    readonly code: Extract<WireError['code'], 'no-such-lab' | 'stale' | 'conflict' | 'invalid' | 'store-failed' | 'too-large'>,
    message: string = code,
    readonly diagnostics?: Diagnostic[],
  ) {
    super(message)
  }
}

/** The disk said no: the system's own words. */
export function storeFailed(error: unknown): LabProblem {
  return new LabProblem('store-failed', error instanceof Error ? error.message : String(error))
}
