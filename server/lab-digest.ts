import { createHash } from 'node:crypto'
import { canonicalJson } from '../core/lab/canonical'
import type { Lab } from '../core/lab/schema'

/** Labs are never changed in place, and the one that was applied is asked for again and again. */
const known = new WeakMap<Lab, string>()

/** What tells a lab from every other, in the same words of however many files: SHA-256 (FIPS 180-4) of its canonical JSON, in hex. */
export function labDigest(lab: Lab): string {
  let digest = known.get(lab)
  if (digest === undefined) {
    digest = createHash('sha256').update(canonicalJson(lab)).digest('hex')
    known.set(lab, digest)
  }
  return digest
}
