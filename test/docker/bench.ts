import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import type { Engine } from '../../core/state/container'
import type { MachineState } from '../../core/state/state'
import { atRest } from '../kernel/at-rest'
import { computer, HostMachine } from '../kernel/host-machine'
import { TestEngine } from './engine'

/** The labs that the tests with containers apply. */
const LABS = ['attach', 'container-attach', 'pipework', 'leases']

/** A computer with a real engine, its agent, and what that agent sees. */
export interface Bench {
  engine: TestEngine
  host: HostMachine
  state: MachineState | undefined
}

/**
 * A bench for the tests of a `describe`, started before the first and ended after the last. After each, all labs and containers are gone.
 * `before` is called before the agent is started.
 */
export function benchOf(name: Engine, before?: (engine: TestEngine) => void): Bench {
  const bench = {} as Bench
  beforeAll(async () => {
    bench.engine = await TestEngine.start(name)
    before?.(bench.engine)
    bench.host = await HostMachine.start()
    bench.host.connection.stream({ type: 'observe', traffic: false }, (frame) => {
      if (frame.type === 'observation' || frame.type === 'snapshot') bench.state = frame.observation.state
      // The tests ask for whole states; a change is a hint that there is a new one.
      if (frame.type === 'state')
        for (const [netns, change] of Object.entries(frame.change.namespaces)) bench.state = changed(bench.state, netns, change)
    })
  }, 60_000)

  afterEach(async () => {
    for (const lab of LABS) await bench.host.destroy(lab)
    bench.engine.removeAll()
  }, 60_000)

  afterAll(async () => {
    await bench.host.close()
    await bench.engine.stop()
  }, 60_000)
  return bench
}

function changed(state: MachineState | undefined, netns: string, change: unknown): MachineState | undefined {
  if (!state) return undefined
  const { [netns]: before, ...others } = state.namespaces
  const namespaces = change === null ? others : { ...others, [netns]: { ...before, ...(change as object) } }
  return { ...state, namespaces } as MachineState
}

/** What `pipework br0 test01 172.18.18.36/24@172.18.18.1` makes, drawn. */
export function attached(container: string, engine: Engine = 'docker'): Lab {
  const lab = emptyLab('attach')
  return {
    ...lab,
    nodes: {
      ...lab.nodes,
      br0: { kind: 'bridge', addresses: ['172.18.18.1/24'] },
      box: {
        kind: 'container',
        ...(engine !== 'docker' && { engine }),
        container,
        interfaces: { eth1: { addresses: ['172.18.18.36/24'] } },
        routes: [{ to: 'default', via: '172.18.18.1' }],
      },
    },
    links: { cable: { endpoints: ['box:eth1', 'br0:pl-box'] } },
  }
}

/** The lab with other details of the container. */
export function boxed(lab: Lab, details: object): Lab {
  return { ...lab, nodes: { ...lab.nodes, box: { ...lab.nodes.box, ...details } as Lab['nodes'][string] } }
}

/** The computer once it changes no more by itself (an engine's bridge loses its carrier with its last port), but for what its own rules have counted. */
export async function computerAtRest(): Promise<Record<string, unknown>> {
  await atRest()
  const { rules, ...rest } = computer()
  return { ...rest, rules: String(rules).replaceAll(/packets \d+ bytes \d+/g, '') }
}

/** Names of the containers in each namespace of the state. */
export function seen(state: MachineState | undefined): Record<string, string[]> {
  const found = Object.entries(state?.namespaces ?? {}).flatMap(([netns, { containers }]) =>
    containers ? [[netns, containers.map(({ name }) => name)] as const] : [],
  )
  return Object.fromEntries(found)
}

/** Whether this computer reaches an address. */
export function reaches(address: string): boolean {
  return execFileSync('ping', ['-c', '1', '-W', '5', address], { encoding: 'utf8' }).includes('1 received')
}
