import { readIptablesSave, type SavedRules } from '../../../core/state/foreign-iptables'
import { iptablesParts, type SavedFamilies } from '../../../core/state/foreign-nft'
import { log } from '../log'
import type { Namespace } from './namespace'
import { runIn } from './program'
import { toolPath } from './tools'

const LIMITS = { time: 5000, output: 16 * 1024 * 1024 }
const PROGRAMS = { ip: 'iptables-nft-save', ip6: 'ip6tables-nft-save' } as const

/** What iptables last said of its rules, by family, and which those were. */
export type KnownIptables = Partial<Record<keyof SavedFamilies, { part: string; rules: SavedRules | undefined }>>

/** `iptables-nft-save` in a namespace; undefined where it is not installed. */
async function save(namespace: Namespace, family: keyof SavedFamilies): Promise<SavedRules | undefined> {
  const path = toolPath(PROGRAMS[family])
  if (!path) return undefined
  const { exitCode, stdout, stderr } = await runIn(namespace, path, [], '', LIMITS)
  if (exitCode !== 0) throw new Error(`${PROGRAMS[family]}: ${stderr.trim()}`)
  return readIptablesSave(stdout)
}

/**
 * What iptables tells of its rules in a namespace. A program runs only for a family in which there are some, and they are other rules than when
 * it was last asked.
 */
export async function savedRules(namespace: Namespace, listing: unknown, known: KnownIptables): Promise<SavedFamilies> {
  const parts = iptablesParts(listing)
  const saved: SavedFamilies = {}
  for (const family of ['ip', 'ip6'] as const) {
    const part = parts[family]
    if (part === undefined) delete known[family]
    else if (known[family]?.part !== part)
      try {
        known[family] = { part, rules: await save(namespace, family) }
      } catch (error) {
        // Without its words a rule is known as far as nft tells it.
        delete known[family]
        log(`the rules of iptables in ${namespace.name} could not be read: ${error}`)
      }
    const rules = known[family]?.rules
    if (rules) saved[family] = rules
  }
  return saved
}
