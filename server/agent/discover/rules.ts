import { readFileSync } from 'node:fs'
import type { RawRules } from '../../../core/discover/discovery'
import type { Namespace } from '../kernel/namespace'
import { listRuleset } from '../kernel/nft'
import { hasTables } from '../kernel/nftables'
import { runIn } from '../kernel/program'
import { toolPath } from '../kernel/tools'

const LIMITS = { time: 5000, output: 16 * 1024 * 1024 }
const LEGACY_TABLES = { 4: '/proc/thread-self/net/ip_tables_names', 6: '/proc/thread-self/net/ip6_tables_names' } as const
const FAMILIES = [4, 6] as const

/** What nft, iptables-nft and the older iptables hold in a namespace; programs run only where the kernel says that there is something. */
export async function readRawRules(namespace: Namespace): Promise<RawRules | undefined> {
  const iptables: RawRules['iptables'] = []
  let nft: unknown[] | undefined
  if (hasTables(namespace.netfilter)) {
    const listing = await listRuleset(namespace)
    const entries = (listing as { nftables?: unknown }).nftables
    nft = Array.isArray(entries) ? entries : []
    for (const family of FAMILIES) {
      if (!hasExtensions(nft, family === 4 ? 'ip' : 'ip6')) continue
      const text = await save(namespace, family === 4 ? 'iptables-nft-save' : 'ip6tables-nft-save')
      if (text !== undefined) iptables.push({ family, legacy: false, text })
    }
  }
  for (const family of FAMILIES) {
    if (!namespace.enter(() => hasLegacyTables(family))) continue
    const text = await save(namespace, family === 4 ? 'iptables-legacy-save' : 'ip6tables-legacy-save')
    if (text !== undefined) iptables.push({ family, legacy: true, text })
  }
  return nft || iptables.length > 0 ? { ...(nft && { nft }), iptables } : undefined
}

/** Whether a rule of the family has an extension of xtables, of which nft's JSON has the name and no more. */
function hasExtensions(entries: readonly unknown[], family: string): boolean {
  return entries.some((entry) => {
    const { rule } = entry as { rule?: { family?: string; expr?: unknown[] } }
    return (
      rule?.family === family && rule.expr?.some((expression) => typeof expression === 'object' && 'xt' in (expression ?? {}))
    )
  })
}

/** Without naming a table, which would load that table's module. Undefined where the program is not installed. */
async function save(namespace: Namespace, program: string): Promise<string | undefined> {
  const path = toolPath(program)
  if (!path) return undefined
  const { exitCode, stdout, stderr } = await runIn(namespace, path, [], '', LIMITS)
  if (exitCode !== 0) throw new Error(`${program}: ${stderr.trim()}`)
  return stdout
}

function hasLegacyTables(family: 4 | 6): boolean {
  try {
    return readFileSync(LEGACY_TABLES[family], 'utf8').trim() !== ''
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // No module of it is loaded; or it is a sandbox of an ordinary user, to whom this file is closed.
    if (code === 'ENOENT' || code === 'EACCES') return false
    throw error
  }
}
