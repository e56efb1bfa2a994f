import { HOST } from '../lab/ids'
import type { ScriptWords } from '../text/script.en'
import { detachLines, giveBackLines } from './bash-containers'
import { gone, routeDown } from './bash-left-over'
import { rulesDown } from './bash-nat'
import { comment } from './bash-stages'
import type { NatDialect } from './commands'
import { type ScriptFacts, serviceWords } from './script-facts'
import { shellWord } from './shell'

/** What was set on interfaces that the script did not make, in namespaces that it did not make: it stays until it is taken away. */
function leftOvers(facts: ScriptFacts): string[] {
  return facts.ops.flatMap((op) => {
    if (op.op === 'address-add' && facts.stays(op.netns) && op.dev === 'lo')
      return [gone(op.netns, `address delete ${op.address} dev ${shellWord(op.dev)}`)]
    if (op.op === 'neighbour-add' && facts.stays(op.netns) && !facts.makes(op.netns, op.dev))
      return [gone(op.netns, `neighbour delete ${op.address} dev ${shellWord(op.dev)}`)]
    // The routes of a container are given back after its links, with those whose place they took.
    return op.op === 'route-add' && op.netns === HOST && op.dev === 'lo' ? [routeDown(op)] : []
  })
}

/** The function `down`: what `up` made goes, in the opposite order, and what it changed in what stays is put back. */
export function bashDown(facts: ScriptFacts, words: ScriptWords, dialect: NatDialect): string {
  const lines = ['down() {', '  if [ ! -d "$STATE" ]; then', `    echo "$NAME ${words.errors.notUp}"`, '    return', '  fi']
  const part = (about: string, list: readonly string[]) => {
    if (list.length > 0) lines.push('', comment(about, '  '), ...list)
  }
  part(
    words.stopServices,
    facts.services.toReversed().map((op) => `  stop_service ${serviceWords(op)}`),
  )
  part(
    words.returnNics,
    facts.nics.map(({ name, bridge }) => `  return_nic ${shellWord(name)} ${shellWord(bridge)}`),
  )
  const rules = facts.rulesOps.filter(({ netns }) => facts.stays(netns)).flatMap((op) => rulesDown(op, dialect))
  const settings = facts.hostSettings.map((key) => `  restore ${key}`)
  if (facts.takesLoDown) settings.push('  ip link set dev lo up')
  part(words.removeRules, [...rules, ...leftOvers(facts), ...settings])
  part(
    words.removeLinks,
    facts.linkNames().drop.map(({ netns, name }) => `  drop_link ${shellWord(netns)} ${shellWord(name)}`),
  )
  part(words.giveBackNow, giveBackLines(facts.containers, facts.ops))
  const names = facts.netnsNames().map(shellWord)
  part(words.removeNetns, names.length > 0 ? [`  drop_netns ${names.join(' ')}`] : [])
  part(words.detach, detachLines(facts.containers))
  if (facts.hasClients) lines.push('', '  if mountpoint -q "$STATE/hook"; then umount "$STATE/hook"; fi')
  return [...lines, '', '  rm -r "$STATE"', `  echo "$NAME ${words.isDown}"`, '}'].join('\n')
}
