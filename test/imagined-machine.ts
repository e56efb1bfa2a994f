import type { Lab } from '../core/lab/schema'
import { applyOp } from '../core/plan/effects'
import { type Kernel, type KernelLink, kernelOf, PERMANENT } from '../core/plan/kernel'
import type { Plan } from '../core/plan/plan'
import { planLab } from '../core/plan/plan-lab'
import { LINK_GROUP } from '../core/state/owner'
import type { LinkState, MachineState, NatState, NetnsState } from '../core/state/state'

/**
 * Machines for tests of pure rules: states as the planner's own imagined kernel ends up in. The kernel tests hold that kernel
 * to a real one, so these need none.
 */

/** A machine with nothing on it, as a sandbox starts. */
export function bareMachine(): MachineState {
  return stateOf({ namespaces: new Map(), ports: new Map(), missingPrograms: new Set() })
}

/** What the machine holds once a plan's steps are done. */
export function stateAfter(plan: Plan, state: MachineState): MachineState {
  const kernel = kernelOf(state)
  for (const { op } of plan.steps) applyOp(kernel, plan.lab, op)
  return stateOf(kernel)
}

/** A machine that holds a lab and nothing else. */
export function machineWith(lab: Lab): MachineState {
  return stateAfter(planLab(lab, bareMachine()), bareMachine())
}

/** A table of ours as the kernel would list it. */
function tableOf(lab: string, lines: readonly string[]): NatState {
  const table: NatState = { lab, rules: [] }
  for (const line of lines) {
    const [, chain = '', key = ''] = /^(\S+) (.*)$/.exec(line) ?? []
    if (key === 'policy drop') table.policies = { ...table.policies, [chain]: 'drop' }
    else table.rules.push({ chain: chain as NatState['rules'][number]['chain'], key })
  }
  return table
}

function linkState(link: KernelLink, index: number, indexes: ReadonlyMap<KernelLink, number>): LinkState {
  const { peer, master, owner, stp } = link
  const peerIndex = peer && indexes.get(peer)
  return {
    index,
    name: link.name,
    kind: link.kind,
    mac: link.mac ?? `ae:00:00:00:00:${index.toString(16).padStart(2, '0')}`,
    mtu: link.mtu ?? 0,
    up: link.up,
    operstate: link.up ? 'up' : 'down',
    carrier: link.up,
    ...(master && { master: master.name }),
    ...(stp !== undefined && { stp }),
    ...(peer && peerIndex !== undefined && { peer: { netns: peer.netns.name, index: peerIndex } }),
    group: owner ? LINK_GROUP : link.group,
    ...(owner && { owner, alias: 'set' }),
    addresses: [...link.addresses.values()],
  }
}

function stateOf(kernel: Kernel): MachineState {
  const indexes = new Map<KernelLink, number>()
  for (const netns of kernel.namespaces.values()) for (const link of netns.links.values()) indexes.set(link, indexes.size + 1)
  const namespaces: Record<string, NetnsState> = {}
  for (const netns of kernel.namespaces.values()) {
    const links = [...netns.links.values()].map((link) => linkState(link, indexes.get(link) ?? 0, indexes))
    namespaces[netns.name] = {
      name: netns.name,
      inode: 0,
      ...(netns.owner && { owner: netns.owner }),
      links: Object.fromEntries(links.map((link) => [link.index, link])),
      routes: netns.routes.map(({ dev, ...route }) => ({ ...route, ...(dev && { dev: dev.name }), scope: 0 })),
      neighbours: netns.neighbours.map(({ address, mac, dev, protocol }) => ({
        address,
        ...(mac !== undefined && { mac }),
        dev: dev.name,
        state: PERMANENT,
        protocol,
      })),
      forwarding: netns.forwarding ?? { ipv4: false, ipv6: false },
      nat: [...netns.nat].map(([lab, lines]) => tableOf(lab, lines)),
      foreignTables: [],
      ...(netns.services.length > 0 && {
        services: netns.services.map(({ lab, spec, running, link }) => ({
          lab,
          spec,
          running,
          index: (link && indexes.get(link)) ?? 0,
          since: 0,
          restarts: 0,
        })),
      }),
    }
  }
  namespaces.host ??= {
    name: 'host',
    inode: 0,
    links: { 1: linkState({ ...lo }, 1, indexes) },
    routes: [],
    neighbours: [],
    forwarding: { ipv4: false, ipv6: false },
    nat: [],
    foreignTables: [],
  }
  return { epoch: 'imagined', seq: 0, namespaces, ...(kernel.record && { host: kernel.record }) }
}

const lo: KernelLink = {
  netns: { name: 'host', links: new Map(), altNames: new Map(), routes: [], neighbours: [], nat: new Map(), services: [] },
  name: 'lo',
  kind: 'loopback',
  group: 0,
  tagged: false,
  mac: '00:00:00:00:00:00',
  mtu: 65536,
  up: false,
  addresses: new Map(),
}
