import { afterAll, describe } from 'vitest'
import { containerAttach } from '../../core/guide/guides/container-attach'
import { pipework } from '../../core/guide/guides/pipework'
import { playGuide, shipped } from '../kernel/guide-play'
import { HostMachine } from '../kernel/host-machine'
import { isHere, TestEngine } from './engine'

/** The guides about containers, with containers of a real engine. */
const here = isHere('docker')

describe.skipIf(!here).each([
  { guide: containerAttach, containers: ['test1', 'test2'] },
  { guide: pipework, containers: ['test01'] },
])('$guide.lab, on this computer', ({ guide, containers }) => {
  let engine: TestEngine
  let host: HostMachine
  // Hooks end in the order opposite to that in which they were set: the guide's own is to be first.
  afterAll(async () => {
    await host.close()
    await engine.stop()
  }, 60_000)

  playGuide(guide, shipped(guide.lab), async () => {
    engine = await TestEngine.start('docker')
    for (const name of containers) engine.run(name, '--network', 'none')
    host = await HostMachine.start()
    const { connection } = host
    return { connection, apply: async (lab) => (await host.apply(lab)).outcome, destroy: (lab) => host.destroy(lab) }
  })
})
