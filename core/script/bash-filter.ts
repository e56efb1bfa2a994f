import type { FilterOpChain } from '../plan/ops'
import type { ScriptWords } from '../text/script.en'
import { comment } from './bash-stages'
import { builtinChain, FILTER_PROGRAMS, iptablesFilterRules } from './iptables-filter'
import { nftFilterChainText, nftFilterText } from './nft-filter'
import { shellWord } from './shell'

/** The chains of the filter within the block of our table. */
export function filterBlock(filter: readonly FilterOpChain[], words: ScriptWords): string[] {
  return filter.flatMap(({ chain, policy, rules }) => [
    comment(words.filter.chain(chain, policy), '  '),
    `  chain ${chain} {`,
    `    ${nftFilterChainText(chain, policy)}`,
    ...rules.flatMap((rule) => [comment(words.filter.rule(rule), '    '), `    ${nftFilterText(rule)}`]),
    '  }',
  ])
}

/** The lines of `up` that write a filter with iptables: rules before policies, so that nothing is cut off that they let through. */
export function filterUp(netns: string, filter: readonly FilterOpChain[], words: ScriptWords): string[] {
  const where = shellWord(netns)
  return filter.flatMap(({ chain, policy, rules }) => [
    ...rules.flatMap((rule) => [
      comment(`${builtinChain(chain)}: ${words.filter.rule(rule)}`, '  '),
      ...iptablesFilterRules(chain, rule).map(
        ({ program, chain: name, words: rest }) => `  add_rule ${where} ${program} filter ${name} ${rest}`,
      ),
    ]),
    ...(policy === 'drop'
      ? [
          comment(words.filter.chain(chain, policy), '  '),
          ...FILTER_PROGRAMS.map((program) => `  set_policy ${where} ${program} ${builtinChain(chain)} DROP`),
        ]
      : []),
  ])
}

/** The lines of `down` that take a filter off the host or a container; that of a namespace goes with it. The policies come back first. */
export function filterDown(netns: string, filter: readonly FilterOpChain[]): string[] {
  const dropping = filter.filter(({ policy }) => policy === 'drop')
  return [
    ...dropping.flatMap(({ chain }) =>
      FILTER_PROGRAMS.map((program) => `  restore_policy ${shellWord(netns)} ${program} ${builtinChain(chain)}`),
    ),
    ...filter.flatMap(({ chain, rules }) =>
      rules.flatMap((rule) =>
        iptablesFilterRules(chain, rule).map(
          ({ program, chain: name, words }) => `  drop_rule ${shellWord(netns)} ${program} filter ${name} ${words}`,
        ),
      ),
    ),
  ]
}
