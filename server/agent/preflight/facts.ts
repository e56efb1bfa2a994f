import { readdirSync } from 'node:fs'
import { release } from 'node:os'
import { HOST } from '../../../core/lab/ids'
import { FEATURES, type HostFacts } from '../../../core/preflight/facts'
import { dropChainsOf, legacyRulesOf } from '../../../core/preflight/forward'
import { readRawRules } from '../discover/rules'
import { TOOLS, toolPath } from '../kernel/tools'
import type { Machine } from '../observe/machine'
import { readText } from './files'
import { readManagers } from './managers'

/** Reads what the machine is like beyond its state. Only reads: what it finds is for people to change. */
export async function readFacts({ namespaces, state }: Machine): Promise<HostFacts> {
  const host = namespaces.find(HOST)
  const rules = host && (await readRawRules(host))
  const kinds = new Set(Object.values(state.namespaces[HOST]?.links ?? {}).map(({ kind }) => kind))
  const settings = () => ({ bridgeCalls: bridgeCalls(), rpFilter: rpFilter() })
  return {
    dropChains: rules ? dropChainsOf(rules) : [],
    legacyRules: rules ? legacyRulesOf(rules) : {},
    ...(host ? host.enter(settings) : settings()),
    tools: Object.fromEntries(TOOLS.map((tool) => [tool, toolPath(tool)])),
    features: Object.fromEntries(FEATURES.map((name) => [name, kinds.has(name) ? 'present' : featureState(name)])),
    ...readManagers(),
  }
}

function bridgeCalls(): HostFacts['bridgeCalls'] {
  const read = (name: string) => readText(`/proc/sys/net/bridge/bridge-nf-call-${name}`)?.trim()
  const [ip, ip6] = [read('iptables'), read('ip6tables')]
  return { ...(ip !== undefined && { ip: ip === '1' }), ...(ip6 !== undefined && { ip6: ip6 === '1' }) }
}

function rpFilter(): Record<string, number> {
  const found: Record<string, number> = {}
  for (const name of readdirSync('/proc/sys/net/ipv4/conf')) {
    // An interface may go while its neighbours are read.
    const value = readText(`/proc/sys/net/ipv4/conf/${name}/rp_filter`)
    if (value !== undefined) found[name] = Number(value)
  }
  return found
}

/** Whether the kernel has a module built in, loaded or at hand (modules.builtin, modules.dep: depmod(8)). */
function featureState(name: string): 'present' | 'loadable' | 'absent' | 'unknown' {
  const loaded = readText('/proc/modules') ?? ''
  if (loaded.split('\n').some((line) => line.startsWith(`${name} `))) return 'present'
  const folder = `/lib/modules/${release()}`
  const file = new RegExp(`/${name.replaceAll('_', '[-_]')}\\.ko`, 'm')
  const builtin = readText(`${folder}/modules.builtin`)
  if (builtin && file.test(builtin)) return 'present'
  const modules = readText(`${folder}/modules.dep`)
  if (modules && file.test(modules)) return 'loadable'
  // A kernel without its modules' folder may have all of it built in.
  return builtin !== undefined && modules !== undefined ? 'absent' : 'unknown'
}
