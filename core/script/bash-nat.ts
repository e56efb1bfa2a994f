import { HOST } from '../lab/ids'
import { natChain } from '../plan/nat'
import type { NatOpRule, Op } from '../plan/ops'
import { natTable } from '../state/owner'
import type { ScriptWords } from '../text/script.en'
import { filterBlock, filterDown, filterUp } from './bash-filter'
import { comment } from './bash-stages'
import type { NatDialect } from './commands'
import { iptablesChain, iptablesRules } from './iptables'
import { NAT_CHAINS, nftChainText, nftRuleText } from './nft'
import { shellWord } from './shell'

type RulesSet = Extract<Op, { op: 'rules-set' }>

function ruleWords(rule: NatOpRule, { rule: say }: ScriptWords): string {
  return rule.type === 'masquerade' ? say.masquerade(rule) : rule.type === 'snat' ? say.snat(rule) : say.dnat(rule)
}

function nftLines({ netns, lab, rules, filter = [] }: RulesSet, words: ScriptWords): string[] {
  const table = `table inet ${natTable(lab)}`
  const nft = netns === HOST ? 'nft -f -' : `ip netns exec ${shellWord(netns)} nft -f -`
  const lines = [`  ${nft} <<'NFT'`, table, `delete ${table}`, `${table} {`]
  for (const chain of NAT_CHAINS) {
    const own = rules.filter((rule) => natChain(rule) === chain)
    if (own.length === 0) continue
    lines.push(`  chain ${chain} {`, `    ${nftChainText(chain)}`)
    for (const rule of own) lines.push(comment(ruleWords(rule, words), '    '), `    ${nftRuleText(rule)}`)
    lines.push('  }')
  }
  return [...lines, ...filterBlock(filter, words), '}', 'NFT']
}

function iptablesLines({ netns, lab, rules, filter = [] }: RulesSet, words: ScriptWords): string[] {
  const translation = rules.flatMap((rule, index) => {
    const written = iptablesRules(rule, iptablesChain(lab, index))
    return [
      comment(ruleWords(rule, words), '  '),
      ...written.chains.map(({ program, chain }) => `  add_chain ${shellWord(netns)} ${program} ${chain}`),
      ...written.rules.map(({ program, chain, words: rest }) => `  add_rule ${shellWord(netns)} ${program} nat ${chain} ${rest}`),
    ]
  })
  return [...translation, ...filterUp(netns, filter, words)]
}

/** The lines of `up` that set a namespace's rules. */
export function rulesUp(op: RulesSet, dialect: NatDialect, words: ScriptWords): string[] {
  return dialect === 'nft' ? nftLines(op, words) : iptablesLines(op, words)
}

/** The lines of `down` that remove the rules of the host or a container, which may be gone; those of a namespace go with it. */
export function rulesDown({ netns, lab, rules, filter = [] }: RulesSet, dialect: NatDialect): string[] {
  if (dialect === 'nft') {
    const remove = `nft 'table inet ${natTable(lab)}; delete table inet ${natTable(lab)}'`
    const where = shellWord(netns)
    return [netns === HOST ? `  ${remove}` : `  if has_netns ${where}; then inside ${where} ${remove}; fi`]
  }
  const translation = rules.flatMap((rule, index) => {
    const written = iptablesRules(rule, iptablesChain(lab, index))
    // A chain of our own goes with all its rules, once nothing points to it.
    const own = new Set(written.chains.map(({ chain }) => chain))
    const pointing = written.rules.filter(({ chain }) => !own.has(chain))
    return [
      ...pointing.map(({ program, chain, words }) => `  drop_rule ${shellWord(netns)} ${program} nat ${chain} ${words}`),
      ...written.chains.map(({ program, chain }) => `  drop_chain ${shellWord(netns)} ${program} ${chain}`),
    ]
  })
  return [...filterDown(netns, filter), ...translation]
}
