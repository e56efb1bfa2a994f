import type { Step } from './plan'

/** What the kernel and programs only come by in time, so that no way back brings it back exactly. */
export const LOSSES = ['counters', 'connections', 'learned', 'leases'] as const
export type Loss = (typeof LOSSES)[number]

function lossesOfStep({ op, action }: Pick<Step, 'op' | 'action'>): readonly Loss[] {
  switch (op.op) {
    case 'rules-set':
      // Rules where there were none of ours count nothing yet.
      return action === 'create' ? [] : ['counters', 'connections']
    case 'rules-delete':
      return ['counters', 'connections']
    case 'netns-delete':
      return ['counters', 'connections', 'learned']
    case 'link-delete':
      return ['counters', 'learned']
    case 'port-detach':
    case 'link-down':
      return ['learned']
    case 'service-stop':
      return ['leases']
    default:
      return []
  }
}

/**
 * What would not come back exactly if these steps were taken back: packet counters of what is made anew, tracked connections (conntrack) that
 * NAT or a filter rests on, learned neighbours and forwarding entries, DHCP leases. In a fixed order, each once.
 */
export function lossesOf(steps: readonly Pick<Step, 'op' | 'action'>[]): Loss[] {
  const found = new Set(steps.flatMap(lossesOfStep))
  return LOSSES.filter((loss) => found.has(loss))
}
