import { emptyLab } from '../core/lab/empty'
import type { Lab, NamespaceNode } from '../core/lab/schema'
import { planLab } from '../core/plan/plan-lab'
import { commandsOf } from '../core/script/commands'
import type { MachineState } from '../core/state/state'

const GATEWAY = '10.77.0.1'

/** A machine that holds nothing but its root namespace. */
const EMPTY: MachineState = {
  epoch: '',
  seq: 0,
  namespaces: {
    host: {
      name: 'host',
      inode: 0,
      links: {},
      routes: [],
      neighbours: [],
      forwarding: { ipv4: false, ipv6: false },
      nat: [],
      foreignTables: [],
    },
  },
}

/** A star: so many namespaces on one bridge of the host, each with an address and a default route to it. */
export function starLab(size: number): Lab {
  const empty = emptyLab(`star-${size}`)
  const nodes: Lab['nodes'] = {
    host: { kind: 'host', forwarding: true },
    br0: { kind: 'bridge', addresses: [`${GATEWAY}/16`] },
  }
  const links: Lab['links'] = {}
  for (let index = 0; index < size; index++) {
    const address = `10.77.${(index + 2) >> 8}.${(index + 2) & 255}/16`
    const node: NamespaceNode = {
      kind: 'namespace',
      interfaces: { eth0: { addresses: [address] } },
      routes: [{ to: 'default', via: GATEWAY }],
    }
    nodes[`y${index}`] = node
    links[`l${index}`] = { endpoints: [`y${index}:eth0`, `br0:p${index}`] }
  }
  return { ...empty, nodes, links }
}

/** What a person would type for the same: a program start for every line. */
export function starScript(lab: Lab): string {
  const { steps } = planLab(lab, EMPTY)
  const lines = steps.flatMap(({ op }) => commandsOf(op, { dialect: 'nft', marks: false, lab: lab.name }))
  return ['set -e', 'mount -t tmpfs tmpfs /run', 'mkdir /run/netns', ...lines, ''].join('\n')
}
