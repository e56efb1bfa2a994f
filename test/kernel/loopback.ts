import { beforeAll } from 'vitest'
import { run } from './ip-machine'

/** The private root as `scripts/private-root.sh` made it: other files may have taken its loopback down, and servers listen there. */
beforeAll(() => {
  run('ip', ['link', 'set', 'lo', 'up'])
})
