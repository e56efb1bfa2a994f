import { beforeAll } from 'vitest'
import { run, sweepRoot } from './ip-machine'

/** Every file finds the private root as `scripts/private-root.sh` made it, whichever file ran before and whatever that left. */
beforeAll(() => {
  sweepRoot()
  run('ip', ['link', 'set', 'lo', 'up'])
})
