import { constants } from 'node:os'

/** The exit code for a program that a signal ended, as shells count: 128 and the signal's number. */
export function codeOfSignal(signal: string | undefined): number {
  return 128 + (signal !== undefined && signal in constants.signals ? constants.signals[signal as NodeJS.Signals] : 0)
}
