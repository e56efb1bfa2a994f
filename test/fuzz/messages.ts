import * as fc from 'fast-check'
import type { Lab } from '../../core/lab/schema'
import { agentRequestSchema } from '../../core/protocol/agent-requests'
import { AGENT_PROTOCOL } from '../../core/protocol/agent-wire'
import { arbitraryLab } from '../arbitraries/lab'
import { Grammar, type Hints } from './grammar'
import { mutateBytes, mutateValue } from './mutate'
import type { Random } from './random'

const NODES = ['host', 'red', 'blue', 'green', 'router', 'br0', 'nobody', 'foreign']
const ADDRESSES = ['10.0.0.1', '127.0.0.1', 'fd00::1', 'fe80::1', '0.0.0.0', '255.255.255.255', '10.0.0.1/24', '::/0']

function hintsFor(labs: readonly string[], consoles: readonly string[]): Hints {
  const names = [...NODES, 'eth0', 'lo', 'fveth', 'fbr0', 'veth-red']
  return {
    protocol: [AGENT_PROTOCOL],
    lab: labs,
    name: labs,
    node: NODES,
    target: [...NODES, ...ADDRESSES, 'red:eth0'],
    actor: ['fuzz'],
    console: consoles,
    of: [1, 2, 3, 50, 51, 52],
    key: names,
    dev: names,
    on: NODES,
    bridge: ['br0', 'fbr0'],
    'addresses[]': ['10.0.0.1/24', '10.0.0.2/24', '192.0.2.1/24', 'fd00::1/64'],
    'endpoints[]': ['red:eth0', 'blue:eth0', 'br0:p0', 'host:eth0', 'host:fveth', 'foreign:eth0'],
    to: ['default', '10.9.0.0/16', '10.0.0.1'],
    via: ADDRESSES,
    mac: ['02:00:00:00:00:01'],
    // Of no consequence, and of no long duration.
    'argv[]': ['true', 'false', 'ip', 'link', 'netns', '-j', 'sysctl', 'no-such-program', '/etc/passwd', '--help', '\0'],
    timeout: [100, 300, 0],
    interval: [200, 1000],
    count: [1, 2, 3],
    uid: [0, 1000, 65534],
    confirmWithin: [1, 2],
    remove: [false, true],
  }
}

/** How often a request that takes its time is made, where it would be any of them; the rest is soon answered. */
const RARE: Readonly<Record<string, number>> = {
  apply: 0.6,
  leave: 0.1,
  destroy: 0.1,
  orphans: 0.1,
  confirm: 0.3,
  discover: 0.03,
  plan: 0.2,
  run: 0.3,
  ping: 0.3,
  'console-open': 0.2,
}

/** An endless supply of messages for an agent: some as they should be, most of them nearly. */
export class Messages {
  private readonly grammar: Grammar
  private readonly labs: Lab[]
  private id = 0

  constructor(
    private readonly random: Random,
    names: readonly string[],
    consoles: readonly string[],
    /** Requests that are not made. */
    private readonly without: readonly string[],
  ) {
    this.grammar = new Grammar(agentRequestSchema, hintsFor([...names, 'another', 'netloom'], consoles), random)
    this.labs = names.flatMap((name, at) =>
      fc.sample(arbitraryLab({ name, maxNamespaces: 3, maxLinks: 4 }), { numRuns: 20, seed: random.seed + at }),
    )
  }

  /** The bytes of one line, its newline included; now and then of a part of one, or of two. */
  next(): Buffer {
    const { random } = this
    const request = this.request()
    const frame = { id: random.chance(0.95) ? ++this.id % 100 : random.pick([0, -1, 2 ** 53]), request }
    let text = JSON.stringify(frame)
    if (random.chance(0.35)) text = mutateValue(text, random)
    if (random.chance(0.02)) text = random.pick(['', 'null', '[]', '1e999', '"', '{', '\u0000', '{"id":1}', '{"request":{}}'])
    let bytes: Buffer = Buffer.from(text)
    if (random.chance(0.25)) bytes = mutateBytes(bytes, random)
    return random.chance(0.98) ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes
  }

  private request(): Record<string, unknown> {
    const { random } = this
    for (;;) {
      const type = random.pick(this.grammar.types)
      if (this.without.includes(type) || !random.chance(RARE[type] ?? 1)) continue
      const request = this.grammar.request(type)
      if (type === 'apply') delete request.planId
      return 'lab' in request && (type === 'plan' || type === 'apply') && random.chance(0.7)
        ? { ...request, lab: random.pick(this.labs) }
        : request
    }
  }
}
