import type { AppliedRun } from '../../core/protocol/applied-runs'

const steps = (count: number) => (count === 1 ? '1 step' : `${count} steps`)

/** The panel of who applied what, English. */
export const logEn = {
  list: 'Applies of this lab, newest first',
  loading: 'Reading the log…',
  failed: (words: string) => `The log could not be read: ${words}`,
  empty: 'Nothing of this lab was applied yet. Who applies it, when, and the commands of each step will be listed here.',
  choose: 'Choose an entry to see its commands.',
  more: (count: number) => `The newest ${count} are shown. “netloom log” lists all.`,
  again: 'Read again',
  closed: 'This computer’s own log is root’s, and its agent cannot be asked just now. In a terminal:',
  who: 'Who',
  machine: 'Machine',
  began: 'Began',
  took: 'Took',
  steps,
  you: 'You, in this browser',
  browser: (session: string) => `Another browser (session ${session})`,
  user: (name: string) => `${name}, on the command line`,
  machines: { sandbox: 'Sandbox', host: 'This computer' } satisfies Record<AppliedRun['machine'], string>,
  outcome: {
    applied: 'Applied',
    destroyed: 'Destroyed',
    'put-back': 'Put back',
    failed: 'Failed',
    'no-end': 'No end written',
  } satisfies Record<AppliedRun['outcome'], string>,
  meaning: {
    applied: 'Every step was done and read back: the kernel held what was drawn.',
    destroyed: 'All that the lab had there was taken away.',
    sandboxEnded: 'The sandbox ended, and the kernel took away all that was in it. That takes no commands.',
    stepFailed: 'A step failed, and everything was put back as it was.',
    'put-back': 'Everything was put back as it was: nobody kept it, or it was cut off in the middle.',
    failed: 'It failed, and not everything could be put back.',
    'no-end': 'It is under way, waits to be kept, or was cut short: no end of it is in the log.',
  },
  said: 'What was said:',
  commands: 'Commands',
  copy: 'Copy commands',
  copied: 'Copied',
  copyFailed: 'This browser does not let the page copy. Select the commands instead.',
  notWritten: 'There were too many steps to write out their commands.',
  goneSince: 'This entry is not in the log any more.',
}
