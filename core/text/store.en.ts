/** Why the lab store did not do what it was asked for, English. `zh` has the same keys: the compiler holds the two together. */
export const storeEn = {
  'no-such-lab': { message: () => 'There is no such lab any more', suggestion: 'Its file may have been deleted or renamed.' },
  stale: { message: () => 'The lab was changed by somebody else just then', suggestion: 'Try again.' },
  conflict: { message: () => 'The change does not fit the lab as it is', suggestion: 'Look at the lab, and try again.' },
  invalid: {
    message: (words: string) => `The lab’s file is not a lab now: ${words}`,
    suggestion: 'netloom validate says what is wrong with it.',
  },
  'store-failed': {
    message: (words: string) => `The lab could not be written: ${words}`,
    suggestion: 'See to it that the disk has room and the folder can be written, and try again. Nothing that was kept is lost.',
  },
  'too-large': {
    message: () => 'The lab would be larger than its file may be',
    suggestion: 'Take something out of it first.',
  },
}

export type StoreProblemCode = keyof typeof storeEn
