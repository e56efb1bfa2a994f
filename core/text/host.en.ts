/** About this computer itself as a machine, English. `zh` has the same keys: the compiler holds the two together. */
export const hostEn = {
  /** What a lab owns, as `status` lists it. */
  owned: { namespaces: 'namespaces', interfaces: 'interfaces', tables: 'nft tables' },
  orphansOnHost: '--orphans goes with --machine host: a sandbox leaves nothing behind',
  noOrphans: 'Nothing of ours is left without a lab.',
  orphanRemoved: (lab: string, steps: number) =>
    `${lab}: removed what was left of it, ${steps} ${steps === 1 ? 'thing' : 'things'}.`,
  orphan: (lab: string, steps: number) =>
    `${lab}: not applied, yet ${steps} ${steps === 1 ? 'thing of it is' : 'things of it are'} here (netloom destroy --orphans removes them)`,
  leftAlone: 'Left alone, because it is not certain to be ours:',
  doubts: {
    'group-alone': 'carries our group number and no owner',
    'alias-alone': 'carries the alias of an owner, and not our group number: a copy',
    'copied-mark': 'carries our marks, but its other end never did: a copy',
    'no-record': 'a route with our protocol number that no record tells of',
    'not-registered': 'a namespace with links of ours inside that is not in our register',
  },
  confirmByCommand: (lab: string, seconds: number) =>
    `This may have cut somebody off. It is put back in ${seconds} s unless you keep it: netloom confirm ${lab}`,
  askToKeep: (lab: string, seconds: number) =>
    `${lab} changes how this computer reaches the outside. Keep it? [y/N] (put back in ${seconds} s) `,
  confirmed: {
    kept: (lab: string) => `${lab}: kept.`,
    'put-back': (lab: string) => `${lab}: put back; this computer is as it was before.`,
    'nothing-waits': (lab: string) => `Nothing of ${lab} waits to be confirmed: it was kept or put back already.`,
    failed: (lab: string) =>
      `${lab} could not be put back wholly. The log of the agent says why; netloom status --machine host what is left.`,
  },
  undone: (lab: string) => `The last change of ${lab} was cut off, and has been taken back: this computer is as it was before.`,
  notUndone: (lab: string, words: string) =>
    `The last change of ${lab} was cut off, and could not be taken back wholly: ${words}. netloom status --machine host says what is left.`,
}
