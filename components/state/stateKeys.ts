import { eachChanged } from '../../core/state/changed'
import { equalData } from '../../core/state/equal'
import type { MachineState, NetnsState, Owner } from '../../core/state/state'

/** The keys by which the parts of a machine's state are followed. Names hold no space. */
export const stateKeys = {
  /** A namespace of the kernel by its name: whatever of it changed. */
  netns: (name: string) => `netns ${name}`,
  /** The namespace that carries a mark: whatever of it changed. */
  owned: ({ lab, id }: Owner) => `owned ${lab} ${id}`,
  /** What the namespace that carries a mark is called. */
  called: ({ lab, id }: Owner) => `called ${lab} ${id}`,
  /** The link that carries a mark, as `linkKey` writes it. */
  link: (mark: string) => `link ${mark}`,
}

/** The mark of a lab's link end (`end` absent: of a bridge's own device). */
export function linkKey(lab: string, id: string, end: 0 | 1 | undefined): string {
  return `${lab} ${end ?? '-'} ${id}`
}

/** The keys of all that is not the same in both states. */
export function changedKeys(before: MachineState, now: MachineState): Set<string> {
  const keys = new Set<string>()
  eachChanged(before.namespaces, now.namespaces, (was, is, indexes) => {
    for (const one of [was, is]) {
      if (!one) continue
      keys.add(stateKeys.netns(one.name))
      if (one.owner) keys.add(stateKeys.owned(one.owner))
      if (one.owner && !isCalledAlike(was, is)) keys.add(stateKeys.called(one.owner))
      for (const index of indexes) {
        const mark = one.links[index]?.owner
        if (mark) keys.add(stateKeys.link(linkKey(mark.lab, mark.id, mark.end)))
      }
    }
  })
  return keys
}

/** Whether a namespace has the name and the mark that it had. */
export function isCalledAlike(was: NetnsState | undefined, is: NetnsState | undefined): boolean {
  return was?.name === is?.name && equalData(was?.owner, is?.owner)
}
