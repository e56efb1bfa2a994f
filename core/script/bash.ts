import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import type { Op } from '../plan/ops'
import type { Locale } from '../text/locale'
import { type ScriptWords, scriptEn } from '../text/script.en'
import { scriptZh } from '../text/script.zh'
import { attachLines, giveBackLines, isScriptContainer, keepRoute } from './bash-containers'
import { bashDown } from './bash-down'
import { helperFunctions } from './bash-helpers'
import { rulesUp } from './bash-nat'
import { comment, commentText, STAGES, type Stage } from './bash-stages'
import { commandsOf, type NatDialect } from './commands'
import { iptablesRules } from './iptables'
import { FORWARDING_KEYS, ScriptFacts, serviceWords } from './script-facts'
import { shellWord } from './shell'

export interface BashOptions {
  dialect: NatDialect
  /** The language of the comments and messages. */
  locale: Locale
}

class BashWriter {
  private readonly facts: ScriptFacts
  private readonly words: ScriptWords

  constructor(
    private readonly lab: Lab,
    private readonly options: BashOptions,
  ) {
    this.facts = new ScriptFacts(lab, options.dialect)
    this.words = options.locale === 'zh' ? scriptZh : scriptEn
  }

  write(): string {
    const parts = [
      this.head(),
      this.helpers(),
      this.up(),
      bashDown(this.facts, this.words, this.options.dialect),
      this.status(),
      this.main(),
    ]
    return `${parts.join('\n\n')}\n`
  }

  private head(): string {
    const { name, description } = this.lab
    const { words } = this
    const lines = ['#!/usr/bin/env bash', '#', comment(name)]
    for (const line of (description ?? '').split(/\r?\n/)) if (commentText(line) !== '') lines.push(comment(line))
    lines.push('#', comment(`${words.usage}:`))
    for (const verb of ['up', 'down', 'status'] as const)
      lines.push(comment(`sudo bash ${name}.sh ${verb.padEnd(7)} ${words[verb]}`, '').replace('# ', '#   '))
    const packages = [...new Set(this.facts.tools.values())]
    lines.push('#', comment(words.needs(packages.join(', '))))
    lines.push('', 'set -euo pipefail', '', `NAME=${shellWord(name)}`, 'STATE=/run/netloom-$NAME')
    return lines.join('\n')
  }

  private helpers(): string {
    const rules = this.facts.rulesOps.length > 0 && this.options.dialect === 'iptables'
    const chains =
      rules && this.facts.rulesOps.some(({ rules: list }) => list.some((rule) => iptablesRules(rule, '').chains.length > 0))
    const { drop, onHost } = this.facts.linkNames()
    return helperFunctions(this.words, {
      tools: this.facts.tools,
      namespaces: this.facts.netnsNames().length > 0,
      links: drop.length > 0,
      hostLinks: onHost.length > 0,
      settings: this.facts.hostSettings.length > 0,
      rules,
      chains,
      containers: this.facts.containers.length > 0,
      guests: giveBackLines(this.facts.containers, this.facts.ops).length > 0,
      services: this.facts.services.length > 0,
      clients: this.facts.hasClients,
      nics: this.facts.nics.length > 0,
      policies: rules && this.facts.rulesOps.some(({ filter = [] }) => filter.some(({ policy }) => policy === 'drop')),
    })
  }

  private stageOf(op: Op, upStages: ReadonlyMap<string, Stage>): Stage {
    if (op.op !== 'link-up') return STAGES[op.op]
    return upStages.get(`${op.netns} ${op.name}`) ?? 'up'
  }

  private up(): string {
    const { words } = this
    const lines = ['up() {', ...this.firstTime()]
    if (this.facts.containers.length > 0) lines.push('', comment(words.attach, '  '), ...attachLines(this.facts.containers))
    const upStages = new Map<string, Stage>()
    for (const op of this.facts.ops) {
      if (op.op === 'port-attach') upStages.set(`${op.netns} ${op.name}`, 'portsUp')
      if (op.op === 'bridge-add') upStages.set(`${op.netns} ${op.name}`, 'bridgesUp')
    }
    let stage: Stage | undefined
    let subject: string | undefined
    for (const op of this.facts.ops) {
      const next = this.stageOf(op, upStages)
      if (next !== stage) {
        stage = next
        subject = undefined
        lines.push('', comment(`--- ${words.stages[stage]}`, '  '))
        if (stage === 'services' && this.facts.hasClients) lines.push('  client_hook')
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
    const bridged = new Set(this.facts.ops.flatMap((op) => (op.op === 'bridge-add' ? [op.netns] : [])))
    const both = [...new Set(this.facts.rulesOps.map(({ netns }) => netns))].filter((netns) => bridged.has(netns))
    if (both.length === 0) return []
    const switches = both.map((netns) => {
      const inside = netns === HOST ? '' : `ip netns exec ${shellWord(netns)} `
      return comment(`  ${inside}sysctl -w net.bridge.bridge-nf-call-iptables=0`, '  ')
    })
    return [...this.words.bridgeNetfilter.map((line) => comment(line, '  ')), ...switches]
  }

  private firstTime(): string[] {
    const names = this.facts.netnsNames().map(shellWord)
    const { onHost } = this.facts.linkNames()
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
        return commands.map((command) => `  start_service ${serviceWords(op)} ${command}`)
      case 'rules-set':
        return rulesUp(op, this.options.dialect, this.words)
      case 'route-add': {
        const keeps = isScriptContainer(this.facts.containers, op.netns)
        return [...(keeps ? [keepRoute(op)] : []), ...commands.map((command) => `  ${command}`)]
      }
      case 'forwarding':
        return [
          ...(isScriptContainer(this.facts.containers, op.netns)
            ? FORWARDING_KEYS.map((key) => `  keep_setting ${shellWord(op.netns)} ${key}`)
            : []),
          ...(op.netns === HOST ? this.facts.hostSettings.map((key) => `  remember ${key}`) : []),
          ...commands.map((command) => `  ${command}`),
        ]
      default:
        return commands.map((command) => `  ${command}`)
    }
  }

  /** MAC and MTU are given at birth; said again, they are also put right on a link that exists. */
  private settings(op: Extract<Op, { op: 'veth-add' }>): string[] {
    const ops = op.ends.flatMap(({ netns, name, mac, mtu }): Op[] => [
      ...(mac === undefined ? [] : [{ op: 'link-mac' as const, netns, name, mac }]),
      ...(mtu === undefined ? [] : [{ op: 'link-mtu' as const, netns, name, mtu }]),
    ])
    return ops.flatMap((each) => this.opLines(each))
  }

  private status(): string {
    const names = [HOST, ...this.facts.netnsNames()].map(shellWord)
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
