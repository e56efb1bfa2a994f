import type { Op } from './ops'

/** Odd multipliers with well mixed bits, one a lane. */
const LANES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const

/**
 * Names a plan by what it does, so that two who computed it apart can tell whether they mean the same. 128 bits against
 * accidents, not against an attacker: who could forge a plan's id could as well send the lab without one. (A cryptographic
 * hash in JavaScript takes longer than the whole plan of a thousand namespaces.)
 */
export function planId(lab: string, ops: readonly Op[]): string {
  const text = JSON.stringify([lab, ops])
  let [a, b, c, d] = LANES as readonly [number, number, number, number]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, LANES[1])
    b = Math.imul(b ^ code ^ (a >>> 15), LANES[2])
    c = Math.imul(c ^ code ^ (b >>> 13), LANES[3])
    d = Math.imul(d ^ code ^ (c >>> 16), LANES[0])
  }
  // What the last characters changed has yet to reach every lane.
  for (let round = 0; round < 4; round++) {
    a = Math.imul(a ^ (d >>> 15), LANES[3])
    b = Math.imul(b ^ (a >>> 13), LANES[0])
    c = Math.imul(c ^ (b >>> 16), LANES[1])
    d = Math.imul(d ^ (c >>> 15), LANES[2])
  }
  return [a, b, c, d].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}
