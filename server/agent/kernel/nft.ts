import type { ForeignChain } from '../../../core/state/foreign'
import { readForeignChains } from '../../../core/state/foreign-nft'
import { isOwnTable, type NftReading, readNftRuleset } from '../../../core/state/nft'
import { type KnownIptables, savedRules } from './iptables-save'
import type { Namespace } from './namespace'
import { runIn } from './program'
import { toolPath } from './tools'

const READ = { time: 5000, output: 16 * 1024 * 1024 }
const WRITE = { time: 10_000, output: 64 * 1024 }

function nft(): string {
  const path = toolPath('nft')
  if (!path) throw new Error('nft is not installed; Debian has it in the package nftables')
  return path
}

/** The whole rule set of a namespace as nft prints it (libnftables-json(5)). */
export async function listRuleset(namespace: Namespace): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runIn(namespace, nft(), ['-j', 'list', 'ruleset'], '', READ)
  if (exitCode !== 0) throw new Error(`nft list ruleset: ${stderr.trim()}`)
  return JSON.parse(stdout)
}

/** The whole rule set of a namespace: our own tables read, the others named. */
export async function listRules(namespace: Namespace): Promise<NftReading> {
  return readNftRuleset(await listRuleset(namespace))
}

/** The same, with the chains of others; `known` keeps what iptables said of its own from one reading to the next. */
export async function readRules(
  namespace: Namespace,
  known: KnownIptables,
): Promise<NftReading & { foreignChains: ForeignChain[] }> {
  const listing = await listRuleset(namespace)
  const reading = readNftRuleset(listing)
  if (reading.foreignTables.length === 0) return { ...reading, foreignChains: [] }
  const saved = await savedRules(namespace, listing, known)
  return { ...reading, foreignChains: readForeignChains(listing, isOwnTable, saved) }
}

/** Hands one transaction to the kernel: all of it takes effect, or nothing. Throws with nft's own words. */
export async function commitRules(namespace: Namespace, transaction: object): Promise<void> {
  const { exitCode, stderr } = await runIn(namespace, nft(), ['-j', '-f', '-'], JSON.stringify(transaction), WRITE)
  if (exitCode !== 0) throw new Error(`nft: ${stderr.trim() || `exit code ${exitCode}`}`)
}
