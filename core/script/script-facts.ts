import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { desiredNics } from '../plan/desired-nics'
import type { Op } from '../plan/ops'
import { planLab } from '../plan/plan-lab'
import { ENGINE_PACKAGES, type Engine } from '../state/container'
import { SERVICE_PACKAGES, SERVICE_PROGRAMS } from '../state/service-programs'
import { containersOf, isScriptContainer, type ScriptContainer, scriptMachine, withScriptNames } from './bash-containers'
import type { NatDialect } from './commands'
import { iptablesRules } from './iptables'
import { filterPrograms } from './iptables-filter'
import { serviceId } from './services'
import { shellWord } from './shell'

type RulesSet = Extract<Op, { op: 'rules-set' }>
type NicAttach = Extract<Op, { op: 'nic-attach' }>
type ServiceStart = Extract<Op, { op: 'service-start' }>

/** The settings that forwarding stands for. */
export const FORWARDING_KEYS = ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'] as const

/** How a script's helpers are told which program is meant. */
export function serviceWords({ netns, service }: ServiceStart): string {
  return `${shellWord(serviceId(netns, service))} ${SERVICE_PROGRAMS[service.kind]}`
}

/** What a lab's script is made of: its steps, and what they touch. */
export class ScriptFacts {
  readonly ops: Op[]
  /** The containers that are attached. */
  readonly containers: ScriptContainer[]

  constructor(
    private readonly lab: Lab,
    private readonly dialect: NatDialect,
  ) {
    this.containers = containersOf(lab)
    this.ops = planLab(lab, scriptMachine(lab)).steps.map(({ op }) => withScriptNames(op, this.containers))
    const nics = desiredNics(lab).map(
      ({ name, bridge }): NicAttach => ({ op: 'nic-attach', netns: HOST, name, bridge, addresses: [], routes: [] }),
    )
    // As in a plan: when their bridge is up, and before what goes through it.
    const up = this.ops.findLastIndex(({ op }) => op === 'link-up' || op === 'port-attach' || op === 'bridge-add')
    this.ops.splice(up + 1, 0, ...nics)
    const host = lab.nodes[HOST]
    if (host?.kind !== 'host') return
    // What the host has before is not known, so an explicit "no" is a wish too; unsaid, the machine keeps what it has.
    if (host.forwarding === false) this.ops.push({ op: 'forwarding', netns: HOST, on: false })
    if (this.takesLoDown) {
      const at = this.ops.findIndex(({ op }) => op === 'address-add' || op === 'link-up')
      this.ops.splice(at < 0 ? this.ops.length : at, 0, { op: 'link-down', netns: HOST, name: 'lo' })
    }
  }

  get takesLoDown(): boolean {
    return this.lab.nodes[HOST]?.interfaces?.lo?.up === false
  }

  get rulesOps(): RulesSet[] {
    return this.ops.filter((op) => op.op === 'rules-set')
  }

  get services(): ServiceStart[] {
    return this.ops.filter((op) => op.op === 'service-start')
  }

  get nics(): NicAttach[] {
    return this.ops.filter((op) => op.op === 'nic-attach')
  }

  get hasClients(): boolean {
    return this.services.some(({ service }) => service.kind === 'dhcp-client')
  }

  get tools(): Map<string, string> {
    const tools = new Map([['ip', 'iproute2']])
    if (this.ops.some((op) => op.op === 'forwarding')) tools.set('sysctl', 'procps')
    for (const { rules, filter = [] } of this.rulesOps) {
      if (this.dialect === 'nft') {
        tools.set('nft', 'nftables')
        continue
      }
      for (const rule of rules) for (const { program } of iptablesRules(rule, '').rules) tools.set(program, 'iptables')
      for (const program of filterPrograms(filter)) tools.set(program, 'iptables')
    }
    for (const { engine } of this.containers) {
      if (engine !== 'pid') tools.set(engine, ENGINE_PACKAGES[engine as Engine])
    }
    for (const { service } of this.services) {
      const program = SERVICE_PROGRAMS[service.kind]
      tools.set(program, SERVICE_PACKAGES[program]).set('setsid', 'util-linux')
    }
    return tools
  }

  netnsNames(): string[] {
    return this.ops.flatMap((op) => (op.op === 'netns-add' ? [op.netns] : []))
  }

  /** Whether a namespace is there before `up` and after `down`: what was set in it does not go with it. */
  stays(netns: string): boolean {
    return netns === HOST || isScriptContainer(this.containers, netns)
  }

  /** Whether an interface is made by the script, so that what belongs to it goes with it. */
  makes(netns: string, name: string): boolean {
    return this.ops.some(
      (op) =>
        (op.op === 'bridge-add' && op.netns === netns && op.name === name) ||
        (op.op === 'veth-add' && op.ends.some((end) => end.netns === netns && end.name === name)),
    )
  }

  /** The links that `down` deletes, one end of each pair, and the bridges; and all names that they take on the host. */
  linkNames(): { drop: { netns: string; name: string }[]; onHost: string[] } {
    const drop: { netns: string; name: string }[] = []
    const onHost: string[] = []
    for (const op of this.ops) {
      if (op.op === 'veth-add') {
        const [a, b] = op.ends
        const end = b.netns === HOST ? b : a
        drop.push({ netns: end.netns, name: end.name })
        for (const { netns, name } of op.ends) if (netns === HOST) onHost.push(name)
      } else if (op.op === 'bridge-add' && op.netns === HOST) {
        drop.push({ netns: HOST, name: op.name })
        onHost.push(op.name)
      }
    }
    return { drop, onHost }
  }

  get hostSettings(): readonly string[] {
    const writes = this.ops.some((op) => op.op === 'forwarding' && op.netns === HOST)
    return writes ? FORWARDING_KEYS : []
  }
}
