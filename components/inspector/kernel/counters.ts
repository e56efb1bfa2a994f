'use client'

import { useMemo } from 'react'
import type { NatState, Traffic } from '../../../core/state/state'
import { useLab } from '../../state/labStore'
import { useNatCounters } from '../../state/machineStore'
import { useNodeNetns } from '../../state/nodeNetns'

type Counter = Traffic['nat'][string][number]

/** Hit counters of this lab's rules in a namespace, by the rule's canonical key. */
export interface RuleCounters {
  /** True when the namespace is in the kernel. */
  running: boolean
  get(key: string): Counter | undefined
}

const NO_COUNTERS: Traffic['nat'][string] = []

/** Where a rule's counter is found: one of NAT by what it does, one of the filter by its chain too. */
export function counterKey(chain: NatState['rules'][number]['chain'], key: string): string {
  return chain === 'prerouting' || chain === 'postrouting' ? key : `${chain} ${key}`
}

/** Of what a namespace holds, the lab's own: its rules, and what its chains do where no rule matches. */
export function rulesOf(tables: readonly NatState[], lab: string) {
  const own = tables.filter((table) => table.lab === lab)
  return {
    rules: own.flatMap((table) => table.rules),
    policies: own.flatMap((table) => Object.entries(table.policies ?? {})),
  }
}

/** Pairs the rules of our table, as the kernel lists them, with the counters that come in the same order. */
export function countersByKey(tables: readonly NatState[], lab: string, counters: readonly Counter[]): Map<string, Counter> {
  const byKey = new Map<string, Counter>()
  let at = 0
  for (const table of tables) {
    for (const rule of table.rules) {
      const counter = counters[at++]
      if (table.lab === lab && counter) byKey.set(counterKey(rule.chain, rule.key), counter)
    }
  }
  return byKey
}

/** The hit counters of a router, live. */
export function useRuleCounters(node: string): RuleCounters {
  const lab = useLab()
  const netns = useNodeNetns(node)
  const counters = useNatCounters(netns?.name ?? '') ?? NO_COUNTERS
  return useMemo(() => {
    const byKey = countersByKey(netns?.nat ?? [], lab.name, counters)
    return { running: netns !== undefined, get: (key) => byKey.get(key) }
  }, [netns, lab.name, counters])
}
