import { counted } from '../figures'

/** Everything that is made to go wrong, by what it is. Some is caused in the tests of the part that has to stand it. */
export const FAULTS = [
  'step k of n fails',
  'agent killed at any moment of an apply',
  'killed between creating and tagging',
  'killed inside ip netns add',
  'no room',
  'a foreign object of the same name, or with our name as altname',
  'our tag copied onto a foreign link',
  'namespace deleted and made again outside',
  'a process pins a namespace',
  'delete, then create at once, 200 times',
  'kernel changed after the plan',
  'two applies at once',
  'nft flush ruleset by someone',
  'Docker-like FORWARD DROP with bridge-nf-call',
  'event overrun',
  'tool missing, or hangs',
  'journal torn, disk full',
  'browser gone before it confirmed',
  'web process killed',
  'a slow client',
] as const

/** Counts that a fault was caused and had the outcome that is asked for. */
export function caused<T>(fault: (typeof FAULTS)[number], work: () => T | Promise<T>): Promise<T> {
  return counted('faults caused', fault, work)
}
