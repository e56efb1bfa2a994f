import * as fc from 'fast-check'
import { expect } from 'vitest'
import { arbitraryLab } from '../arbitraries/lab'
import { computer, type HostMachine } from './host-machine'
import { run } from './ip-machine'

/** All that this computer's tools say of it, and of what is inside a namespace that is not ours, but for what counts packets. */
export function foreignState(): Record<string, unknown> {
  const inside =
    "ip -d address | grep -v -e valid_lft; ip route show table all; nft list ruleset; sysctl -a 2>/dev/null | grep -E 'forward|rp_filter'"
  const all = computer()
  return {
    ...all,
    rules: String(all.rules).replaceAll(/counter packets \d+ bytes \d+/g, 'counter'),
    policies: run('sh', ['-c', 'ip rule; ip -6 rule']),
    tables: run('sh', ['-c', 'iptables-save 2>/dev/null | grep -v -e ^# -e ^:; true']),
    inside: run('sh', ['-c', `test ! -e /run/netns/theirs || ip netns exec theirs sh -c "${inside}"`]),
  }
}

/**
 * Applies and destroys two random labs in turn, so many times, and ends with neither. What clashes with the other lab or with something
 * foreign is refused, and changes nothing, either; how often it was applied.
 */
export async function changeAtRandom(host: HostMachine, rounds: number): Promise<number> {
  const choice = fc.tuple(fc.constantFrom('one', 'two'), fc.nat({ max: 2 }))
  const choices = fc.sample(choice, { numRuns: rounds, seed: 20 })
  const labs = fc.sample(arbitraryLab(), { numRuns: rounds, seed: 21 })
  let applied = 0
  for (const [round, [name, act]] of choices.entries()) {
    const lab = labs[round]
    if (act === 0 || !lab) await host.destroy(name)
    else {
      const result = await host.apply({ ...lab, name })
      if (result.outcome === 'applied') {
        applied++
        // What could cut somebody off waits to be kept; sometimes it is not.
        if (result.confirmWithin !== undefined) await host.confirm(name, act === 1)
      } else expect(result, JSON.stringify(result)).toEqual({ outcome: 'refused', reason: 'conflicts' })
    }
  }
  for (const name of ['one', 'two']) await host.destroy(name)
  return applied
}
