import { filterOfLines } from '../plan/filter'
import { parseNatRuleKey } from '../plan/nat'
import type { FilterOpChain, NatOpRule } from '../plan/ops'
import { stateLines } from '../plan/rules'
import type { MachineState } from '../state/state'

/**
 * The NAT rules in force by netns, for `tracePath`: those that the kernel has in our tables now. A rule that is drawn, or was applied and is
 * gone since, moves no packet.
 */
export function rulesInForce(state: MachineState): Record<string, NatOpRule[]> {
  const rules: Record<string, NatOpRule[]> = {}
  for (const { name, nat } of Object.values(state.namespaces)) {
    const own = nat.flatMap((table) => table.rules.flatMap(({ key }) => parseNatRuleKey(key) ?? []))
    if (own.length > 0) rules[name] = own
  }
  return rules
}

/**
 * The packet filters in force by netns, for `tracePath`: those that the kernel has in our tables now, a table each. Two labs' tables in one
 * namespace have a chain each on a hook, and a packet has to pass both.
 */
export function filtersInForce(state: MachineState): Record<string, FilterOpChain[][]> {
  const namespaces = Object.values(state.namespaces).map(({ name, nat }) => {
    const tables = nat.map((table) => filterOfLines(stateLines(table)))
    return [name, tables.filter((chains) => chains.length > 0)] as const
  })
  return Object.fromEntries(namespaces.filter(([, tables]) => tables.length > 0))
}
