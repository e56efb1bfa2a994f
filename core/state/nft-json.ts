import type * as z from 'zod'
import { addressOf, addressText, cidrOf } from '../net/address'
import { natNetworkText } from '../plan/nat'
import type { natCounterSchema } from './state'

/** Small readings of what `nft -j` prints, for rules of every kind. */

export type Json = Record<string, unknown>
export type RuleCounter = z.infer<typeof natCounterSchema>

export const NO_HITS: RuleCounter = { packets: 0, bytes: 0 }

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function record(value: unknown): Json {
  return isObject(value) ? value : {}
}

/** A name as text, whatever stands in its place: an object may say for itself that it is none (`{"toString": 0}`), and then String() throws. */
export function wordOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** A number as nft writes it; 0 for anything else. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

/** A rule's network or address in canonical text. */
export function networkText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const address = addressOf(value)
    return address && addressText(address)
  }
  const { addr, len } = record(record(value).prefix)
  if (typeof addr !== 'string' || typeof len !== 'number') return undefined
  const cidr = cidrOf(`${addr}/${len}`)
  return cidr && natNetworkText(cidr)
}

/** A rule's expressions, each with its name. */
export function statements(expressions: unknown): [name: string, body: unknown][] {
  return (Array.isArray(expressions) ? expressions : []).map((one) => Object.entries(record(one))[0] ?? ['', undefined])
}

/** The hits that a counter statement tells. */
export function hitsOf(body: unknown): RuleCounter {
  const { packets, bytes } = record(body)
  return { packets: numberOf(packets), bytes: numberOf(bytes) }
}
