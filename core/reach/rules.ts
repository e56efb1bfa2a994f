import { parseNatRuleKey } from '../plan/nat'
import type { NatOpRule } from '../plan/ops'
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
