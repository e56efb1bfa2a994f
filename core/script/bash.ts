import { containerOf } from '../lab/container'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { desiredNics } from '../plan/desired-nics'
import type { Op } from '../plan/ops'
import { planLab } from '../plan/plan-lab'
import { ENGINE_PACKAGES, type Engine } from '../state/container'
import { SERVICE_PACKAGES, SERVICE_PROGRAMS } from '../state/service-programs'
import type { Locale } from '../text/locale'
import { type ScriptWords, scriptEn } from '../text/script.en'
import { scriptZh } from '../text/script.zh'
import { attachLines, containersOf, detachLines, scriptMachine, withScriptNames } from './bash-containers'
import { helperFunctions } from './bash-helpers'
import { rulesDown, rulesUp } from './bash-nat'
import { comment, commentText, STAGES, type Stage } from './bash-stages'
import { commandsOf, type NatDialect } from './commands'
import { iptablesRules } from './iptables'
import { filterPrograms } from './iptables-filter'
import { serviceId } from './services'
import { shellWord } from './shell'

export interface BashOptions {
  dialect: NatDialect
  /** The language of the comments and messages. */
  locale: Locale
}

type RulesSet = Extract<Op, { op: 'rules-set' }>
type NicAttach = Extract<Op, { op: 'nic-attach' }>
/** What may need the addresses that an interface brings along. */
const AFTER_NICS = new Set<Op['op']>(['route-add', 'neighbour-add', 'forwarding', 'rules-set', 'service-start'])
type ServiceStart = Extract<Op, { op: 'service-start' }>

class BashWriter {
  private readonly ops: Op[]
  private readonly words: ScriptWords
  /** The keys of the containers that are attached. */
  private readonly containers: string[]

  constructor(
    private readonly lab: Lab,
    private readonly options: BashOptions,
  ) {
    this.containers = containersOf(lab)
    this.ops = planLab(lab, scriptMachine(lab)).steps.map(({ op }) => withScriptNames(op))
    this.words = options.locale === 'zh' ? scriptZh : scriptEn
    const routes = this.ops.findIndex(({ op }) => AFTER_NICS.has(op))
    const nics = desiredNics(lab).map(
      ({ name, bridge }): NicAttach => ({ op: 'nic-attach', netns: HOST, name, bridge, addresses: [], routes: [] }),
    )
    this.ops.splice(routes < 0 ? this.ops.length : routes, 0, ...nics)
    const host = lab.nodes[HOST]
    if (host?.kind !== 'host') return
    // What the host has before is not known, so an explicit "no" is a wish too; unsaid, the machine keeps what it has.
    if (host.forwarding === false) this.ops.push({ op: 'forwarding', netns: HOST, on: false })
    if (this.takesLoDown) {
      const at = this.ops.findIndex(({ op }) => op === 'address-add' || op === 'link-up')
      this.ops.splice(at < 0 ? this.ops.length : at, 0, { op: 'link-down', netns: HOST, name: 'lo' })
    }
  }

  private get takesLoDown(): boolean {
    return this.lab.nodes[HOST]?.interfaces?.lo?.up === false
  }

  write(): string {
    const parts = [this.head(), this.helpers(), this.up(), this.down(), this.status(), this.main()]
    return `${parts.join('\n\n')}\n`
  }

  private get rulesOps(): RulesSet[] {
    return this.ops.filter((op) => op.op === 'rules-set')
  }

  private get services(): ServiceStart[] {
    return this.ops.filter((op) => op.op === 'service-start')
  }

  private get nics(): NicAttach[] {
    return this.ops.filter((op) => op.op === 'nic-attach')
  }

  private get hasClients(): boolean {
    return this.services.some(({ service }) => service.kind === 'dhcp-client')
  }

  private get tools(): Map<string, string> {
    const tools = new Map([['ip', 'iproute2']])
    if (this.ops.some((op) => op.op === 'forwarding')) tools.set('sysctl', 'procps')
    for (const { rules, filter = [] } of this.rulesOps) {
      if (this.options.dialect === 'nft') {
        tools.set('nft', 'nftables')
        continue
      }
      for (const rule of rules) for (const { program } of iptablesRules(rule, '').rules) tools.set(program, 'iptables')
      for (const program of filterPrograms(filter)) tools.set(program, 'iptables')
    }
    for (const key of this.containers) {
      const { engine } = containerOf(key)
      if (engine !== 'pid') tools.set(engine, ENGINE_PACKAGES[engine as Engine])
    }
    for (const { service } of this.services) {
      const program = SERVICE_PROGRAMS[service.kind]
      tools.set(program, SERVICE_PACKAGES[program]).set('setsid', 'util-linux')
    }
    return tools
  }

  private netnsNames(): string[] {
    return this.ops.flatMap((op) => (op.op === 'netns-add' ? [op.netns] : []))
  }

  /** The links that `down` deletes, one end of each pair, and the bridges; and all names that they take on the host. */
  private linkNames(): { drop: { netns: string; name: string }[]; onHost: string[] } {
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

  private get hostSettings(): string[] {
    const writes = this.ops.some((op) => op.op === 'forwarding' && op.netns === HOST)
    return writes ? ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'] : []
  }

  private head(): string {
    const { name, description } = this.lab
    const { words } = this
    const lines = ['#!/usr/bin/env bash', '#', comment(name)]
    for (const line of (description ?? '').split(/\r?\n/)) if (commentText(line) !== '') lines.push(comment(line))
    lines.push('#', comment(`${words.usage}:`))
    for (const verb of ['up', 'down', 'status'] as const)
      lines.push(comment(`sudo bash ${name}.sh ${verb.padEnd(7)} ${words[verb]}`, '').replace('# ', '#   '))
    const packages = [...new Set(this.tools.values())]
    lines.push('#', comment(words.needs(packages.join(', '))))
    lines.push('', 'set -euo pipefail', '', `NAME=${shellWord(name)}`, 'STATE=/run/netloom-$NAME')
    return lines.join('\n')
  }

  private helpers(): string {
    const rules = this.rulesOps.length > 0 && this.options.dialect === 'iptables'
    const chains =
      rules && this.rulesOps.some(({ rules: list }) => list.some((rule) => iptablesRules(rule, '').chains.length > 0))
    const { drop, onHost } = this.linkNames()
    return helperFunctions(this.words, {
      tools: this.tools,
      namespaces: this.netnsNames().length > 0,
      links: drop.length > 0,
      hostLinks: onHost.length > 0,
      settings: this.hostSettings.length > 0,
      rules,
      chains,
      containers: this.containers.length > 0,
      services: this.services.length > 0,
      clients: this.hasClients,
      nics: this.nics.length > 0,
      policies: rules && this.rulesOps.some(({ filter = [] }) => filter.some(({ policy }) => policy === 'drop')),
    })
  }

  private stageOf(op: Op, ports: ReadonlySet<string>): Stage {
    if (op.op !== 'link-up') return STAGES[op.op]
    return ports.has(`${op.netns} ${op.name}`) ? 'portsUp' : 'up'
  }

  private up(): string {
    const { words } = this
    const lines = ['up() {', ...this.firstTime()]
    if (this.containers.length > 0) lines.push('', comment(words.attach, '  '), ...attachLines(this.containers))
    const ports = new Set(this.ops.flatMap((op) => (op.op === 'port-attach' ? [`${op.netns} ${op.name}`] : [])))
    let stage: Stage | undefined
    let subject: string | undefined
    for (const op of this.ops) {
      const next = this.stageOf(op, ports)
      if (next !== stage) {
        stage = next
        subject = undefined
        lines.push('', comment(`--- ${words.stages[stage]}`, '  '))
        if (stage === 'services' && this.hasClients) lines.push('  client_hook')
        if (stage === 'nat') lines.push(...this.bridgeNetfilter())
      }
      const about = this.subjectOf(op)
      if (about !== undefined && about !== subject) lines.push(comment(about, '  '))
      subject = about
      lines.push(...this.opLines(op))
    }
    lines.push('', `  echo "$NAME ${words.isUp}"`, '}')
    return lines.join('\n')
  }

  /** A remark that the script cannot act on, since others on the machine may count on that setting. */
  private bridgeNetfilter(): string[] {
    const bridged = new Set(this.ops.flatMap((op) => (op.op === 'bridge-add' ? [op.netns] : [])))
    const both = [...new Set(this.rulesOps.map(({ netns }) => netns))].filter((netns) => bridged.has(netns))
    if (both.length === 0) return []
    const switches = both.map((netns) => {
      const inside = netns === HOST ? '' : `ip netns exec ${shellWord(netns)} `
      return comment(`  ${inside}sysctl -w net.bridge.bridge-nf-call-iptables=0`, '  ')
    })
    return [...this.words.bridgeNetfilter.map((line) => comment(line, '  ')), ...switches]
  }

  private firstTime(): string[] {
    const names = this.netnsNames().map(shellWord)
    const { onHost } = this.linkNames()
    const lines = [comment(this.words.firstTime, '  '), '  if [ ! -d "$STATE" ]; then']
    if (names.length > 0) lines.push(`    free_netns ${names.join(' ')}`)
    if (onHost.length > 0) lines.push(`    free_links ${onHost.map(shellWord).join(' ')}`)
    return [...lines, '    mkdir "$STATE"', '  fi']
  }

  private nameOf(netns: string): string {
    return netns === HOST ? `${HOST} (${this.words.host})` : netns
  }

  /** What the next lines are about, where the stage's heading does not say so. */
  private subjectOf(op: Op): string | undefined {
    if (op.op === 'netns-add') return undefined
    if (op.op === 'veth-add') return op.ends.map(({ netns, name }) => `${netns}:${name}`).join(' <-> ')
    return this.nameOf(op.netns)
  }

  private opLines(op: Op): string[] {
    const commands =
      op.op === 'rules-set' ? [] : commandsOf(op, { dialect: this.options.dialect, marks: false, lab: this.lab.name })
    switch (op.op) {
      case 'netns-add':
        return commands.map((command) => `  has_netns ${shellWord(op.netns)} || ${command}`)
      case 'bridge-add':
        return commands.map((command) => `  has_link ${shellWord(op.netns)} ${shellWord(op.name)} || ${command}`)
      case 'veth-add': {
        const [{ netns, name }] = op.ends
        return [
          ...commands.map((command) => `  has_link ${shellWord(netns)} ${shellWord(name)} || ${command}`),
          ...this.settings(op),
        ]
      }
      case 'nic-attach':
        return [`  move_nic ${shellWord(op.name)} ${shellWord(op.bridge)}`]
      case 'service-start':
        return commands.map((command) => `  start_service ${this.serviceWords(op)} ${command}`)
      case 'rules-set':
        return rulesUp(op, this.options.dialect, this.words)
      case 'forwarding':
        return [
          ...(op.netns === HOST ? this.hostSettings.map((key) => `  remember ${key}`) : []),
          ...commands.map((command) => `  ${command}`),
        ]
      default:
        return commands.map((command) => `  ${command}`)
    }
  }

  private serviceWords({ netns, service }: ServiceStart): string {
    return `${shellWord(serviceId(netns, service))} ${SERVICE_PROGRAMS[service.kind]}`
  }

  /** MAC and MTU are given at birth; said again, they are also put right on a link that exists. */
  private settings(op: Extract<Op, { op: 'veth-add' }>): string[] {
    const ops = op.ends.flatMap(({ netns, name, mac, mtu }): Op[] => [
      ...(mac === undefined ? [] : [{ op: 'link-mac' as const, netns, name, mac }]),
      ...(mtu === undefined ? [] : [{ op: 'link-mtu' as const, netns, name, mtu }]),
    ])
    return ops.flatMap((each) => this.opLines(each))
  }

  private down(): string {
    const { words } = this
    const lines = ['down() {', '  if [ ! -d "$STATE" ]; then', `    echo "$NAME ${words.errors.notUp}"`, '    return', '  fi']
    const services = this.services.toReversed().map((op) => `  stop_service ${this.serviceWords(op)}`)
    if (services.length > 0) lines.push('', comment(words.stopServices, '  '), ...services)
    const nics = this.nics.map(({ name, bridge }) => `  return_nic ${shellWord(name)} ${shellWord(bridge)}`)
    if (nics.length > 0) lines.push('', comment(words.returnNics, '  '), ...nics)
    const rules = this.rulesOps.filter(({ netns }) => netns === HOST).flatMap((op) => rulesDown(op, this.options.dialect))
    const { drop, onHost } = this.linkNames()
    const addresses = this.ops.flatMap((op) =>
      op.op === 'address-add' && op.netns === HOST && op.dev === 'lo'
        ? [`  ip address delete ${op.address} dev lo 2>/dev/null || true`]
        : [],
    )
    // Those on a link of the lab go with it; on another interface of the host they stay until somebody takes them away.
    const neighbours = this.ops.flatMap((op) =>
      op.op === 'neighbour-add' && op.netns === HOST && !onHost.includes(op.dev)
        ? [`  ip neighbour delete ${op.address} dev ${shellWord(op.dev)} 2>/dev/null || true`]
        : [],
    )
    const settings = this.hostSettings.map((key) => `  restore ${key}`)
    if (this.takesLoDown) settings.push('  ip link set dev lo up')
    if (rules.length + settings.length + addresses.length + neighbours.length > 0)
      lines.push('', comment(words.removeRules, '  '), ...rules, ...addresses, ...neighbours, ...settings)
    if (drop.length > 0) lines.push('', comment(words.removeLinks, '  '))
    for (const { netns, name } of drop) lines.push(`  drop_link ${shellWord(netns)} ${shellWord(name)}`)
    const names = this.netnsNames().map(shellWord)
    if (names.length > 0) lines.push('', comment(words.removeNetns, '  '), `  drop_netns ${names.join(' ')}`)
    if (this.containers.length > 0) lines.push('', comment(words.detach, '  '), ...detachLines(this.containers))
    if (this.hasClients) lines.push('', '  if mountpoint -q "$STATE/hook"; then umount "$STATE/hook"; fi')
    return [...lines, '', '  rm -r "$STATE"', `  echo "$NAME ${words.isDown}"`, '}'].join('\n')
  }

  private status(): string {
    const names = [HOST, ...this.netnsNames()].map(shellWord)
    return [
      'show() {',
      '  local netns',
      '  for netns in "$@"; do',
      '    echo "== $netns"',
      '    if [ "$netns" = host ] || has_netns "$netns"; then',
      '      inside "$netns" ip -brief address',
      '      inside "$netns" ip route',
      '    fi',
      '  done',
      '}',
      '',
      'status() {',
      `  show ${names.join(' ')}`,
      '}',
    ].join('\n')
  }

  private main(): string {
    return [
      'case "$*" in',
      '  up | down | status)',
      '    require',
      '    "$1"',
      '    ;;',
      '  *)',
      `    echo "${this.words.usage}: $0 up|down|status" >&2`,
      '    exit 64',
      '    ;;',
      'esac',
    ].join('\n')
  }
}

/**
 * A bash script that makes the lab on any Linux machine without Netloom (`up`), removes it (`down`) and shows it (`status`). Running `up` twice
 * does no harm. It makes the same kernel as the agent, by the same steps in the same order, but sets no marks of ownership:
 * what it made it knows by a folder in `/run`, which goes with the next boot as the network does.
 */
export function bashScript(lab: Lab, options: BashOptions): string {
  return new BashWriter(lab, options).write()
}
