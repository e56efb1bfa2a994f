import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { atRest } from '../kernel/at-rest'
import { differences } from '../kernel/differences'
import { HostMachine } from '../kernel/host-machine'
import { run } from '../kernel/ip-machine'
import { changeAtRandom, foreignState } from '../kernel/random-changes'
import { runs } from '../runs'
import { isHere, TestEngine } from './engine'

/** A real Docker engine with a container that publishes a port, on the computer on which labs come and go. */

const here = isHere('docker')
const RUNS = runs(20, 200)
let engine: TestEngine
let host: HostMachine

beforeAll(async () => {
  if (!here) return
  engine = await TestEngine.start('docker')
  engine.run('published', '--publish', '8080:80')
  // The addresses that the kernel gives to what Docker made, with the routes to them.
  const settled = () => expect(run('ip', ['-6', '-o', 'address', 'show', 'dev', 'docker0'])).toMatch(/fe80(?!.*tentative)/)
  await vi.waitFor(settled, { timeout: 20_000 })
  await atRest()
  host = await HostMachine.start()
}, 60_000)

afterAll(async () => {
  if (!here) return
  await host.close()
  await engine.stop()
}, 60_000)

test.skipIf(!here)(
  'Docker’s own is byte for byte as it was after any number of random applies and destroys',
  async () => {
    const before = foreignState()
    expect(await changeAtRandom(host, RUNS)).toBeGreaterThan(RUNS / 4)
    expect(differences(before, foreignState())).toEqual([])
    expect(engine.cli('ps', '--quiet').trim()).not.toBe('')
  },
  RUNS * 30_000,
)
