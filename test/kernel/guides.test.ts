import { describe } from 'vitest'
import { guided, loadGuide } from '../../core/guide/guides'
import { AgentMachine } from './agent-machine'
import { playGuide, shipped } from './guide-play'
import { sweepRoot } from './ip-machine'

/** Every guide for sandboxes, played by its own clicks. Those for this computer are in `host-guide.test.ts` and `test/docker/guides.test.ts`. */
const guides = await Promise.all(guided.map(loadGuide))

describe.each(guides.flatMap((guide) => (guide && guide.machine !== 'host' ? [guide] : [])))('$lab', (guide) => {
  playGuide(guide, shipped(guide.lab), async () => {
    sweepRoot()
    return AgentMachine.start(guide.lab)
  })
})
