/** The history panel and the notice of a file that was changed outside, English. */
export const historyEn = {
  list: 'Versions, newest first',
  loading: 'Reading the versions…',
  failed: (words: string) => `The versions could not be read: ${words}`,
  letGo: (versions: number, megabytes: number) =>
    `Older ones were let go: at most ${versions} versions and ${megabytes} MB of a lab are kept.`,
  version: (version: number) => `Version ${version}`,
  now: 'as it is now',
  choose: 'Choose a version to see what it changed, and what it would be to go back to it.',
  against: 'Compare with',
  before: 'The one before',
  current: 'Now',
  fromBefore: (count: number) => (count === 1 ? 'It changed one thing:' : `It changed ${count} things:`),
  sinceThen: (count: number) => (count === 1 ? 'One thing has changed since:' : `${count} things have changed since:`),
  noneBefore: 'It says the same as the one before.',
  noneSince: 'The lab is as it was then.',
  oldest: 'It is the oldest that is kept.',
  more: (count: number) => `and ${count} more`,
  restore: 'Go back to this version',
  restored: (version: number) => `As in version ${version}. Undo takes it back.`,
  picture: (version: number) => `Version ${version}, with what differs`,
  legend: { added: 'added', removed: 'removed', changed: 'changed' },
  outside: {
    taken: (count: number) =>
      count === 1
        ? 'The lab’s file was changed outside. One thing is different:'
        : `The lab’s file was changed outside. ${count} things are different:`,
    seeHistory: 'See the versions',
    dismiss: 'Dismiss',
    broken:
      'The lab’s file was changed outside, and is no lab now. It is left as it is; what you draw is kept until it is mended.',
    line: (line: number, words: string) => `Line ${line}: ${words}`,
    giveUp: 'Write ours over it',
    giveUpNote: (lab: string) => `Theirs is kept beside it, as ${lab}.netloom.yaml.outside.`,
    clash: (count: number) =>
      count === 1
        ? 'The lab’s file was changed outside, where you changed something, too. It is left as it is until you choose.'
        : `The lab’s file was changed outside, in ${count} places where you changed something, too. It is left as it is until you choose.`,
    mine: 'Here',
    theirs: 'In the file',
    /** Between two changes of one side. */
    and: '; ',
    nothing: 'not changed by itself, but it does not go with the other side',
    takeTheirs: 'Take theirs',
    keepMine: 'Keep mine',
    rest: 'Everything else of both sides stays; what you give up remains a version.',
    writtenOver: 'Done. What was in the file is kept beside it.',
    restOfMine:
      'The two do not go together: “Keep mine” gives up everything that changed in the file. What you give up remains a version.',
    restOfTheirs:
      'The two do not go together: “Take theirs” gives up everything that you changed here. What you give up remains a version.',
    restOfNeither:
      'The two do not go together: either way, everything that the other side changed is given up. It remains a version.',
    settled: 'Done. Both sides are in the history.',
    refused: (words: string) => `That did not work: ${words}`,
  },
}
