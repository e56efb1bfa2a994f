import type { Netns } from './machine'
import { Tokens, unquoted } from './nft-tokens'
import { type Chain, insertRule, type RuleMatch, type RuleTarget, stateNames } from './rules'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'

const FAMILIES = new Set(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'])

interface Place {
  family: string
  table: string
}

class Reader {
  constructor(
    private readonly tokens: Tokens,
    private readonly netns: Netns,
    private readonly session: Session,
  ) {}

  read(): void {
    while (this.tokens.peek() !== undefined) {
      const token = this.tokens.peek()
      if (token === '\n' || token === ';' || token === '}') this.tokens.at++
      else this.statement()
    }
  }

  private statement() {
    const verb = this.tokens.next()
    if (verb === 'table') return this.table(true)
    if (verb === 'flush' && this.tokens.peek() === 'ruleset') {
      this.netns.chains.clear()
      this.tokens.skipStatement()
      return
    }
    if (['list', 'monitor', 'describe', 'reset', 'rename'].includes(verb)) {
      this.tokens.skipStatement()
      return
    }
    const object = this.tokens.next()
    if (!['add', 'create', 'insert', 'delete', 'destroy', 'flush', 'replace'].includes(verb)) {
      this.session.report('error', 'import-unknown-word', { tool: 'nft', word: verb })
      this.tokens.skipStatement()
    } else if (object === 'table') this.tableVerb(verb)
    else if (object === 'chain') this.chainVerb(verb)
    else if (object === 'rule') this.ruleVerb(verb)
    else this.session.report('warning', 'import-rule-beyond', { text: `nft ${verb} ${object} ${this.tokens.skipStatement()}` })
  }

  private place(): Place {
    const first = this.tokens.next()
    return FAMILIES.has(first) ? { family: first, table: this.tokens.next() } : { family: 'ip', table: first }
  }

  private key({ family, table }: Place, chain: string): string {
    return `nft ${family} ${table} ${chain}`
  }

  private tableVerb(verb: string) {
    if (verb === 'add' || verb === 'create') return this.table(false)
    const place = this.place()
    const prefix = this.key(place, '')
    for (const [key, chain] of this.netns.chains) {
      if (!key.startsWith(prefix)) continue
      if (verb === 'flush') chain.rules = []
      else this.netns.chains.delete(key)
    }
    this.tokens.skipStatement()
  }

  private table(block: boolean): void {
    const place = this.place()
    if (this.tokens.peek() === '{') {
      this.tokens.next()
      this.tableBody(place)
    } else if (!block || this.tokens.ends()) this.tokens.skipStatement()
  }

  private tableBody(place: Place): void {
    for (let token = this.tokens.peek(); token !== undefined; token = this.tokens.peek()) {
      this.tokens.at++
      if (token === '}') return
      if (token === '\n' || token === ';') continue
      if (token === 'chain') {
        const name = this.tokens.next()
        if (this.tokens.peek() === '{') this.tokens.next()
        this.chainBody(place, this.chain(place, name))
      } else this.session.report('warning', 'import-rule-beyond', { text: `nft ${token} ${this.tokens.skipStatement()}` })
    }
  }

  private chain(place: Place, name: string): Chain {
    const key = this.key(place, name)
    const known = this.netns.chains.get(key)
    if (known) return known
    const chain: Chain = { rules: [] }
    this.netns.chains.set(key, chain)
    return chain
  }

  private chainBody(place: Place, chain: Chain): void {
    for (let token = this.tokens.peek(); token !== undefined; token = this.tokens.peek()) {
      if (token === '}') {
        this.tokens.at++
        return
      }
      if (token === '\n' || token === ';') this.tokens.at++
      else if (token === 'type') this.hook(chain)
      else if (token === 'policy') this.policy(chain)
      else this.rule(place, chain)
    }
  }

  private hook(chain: Chain): void {
    const words = this.tokens.skipStatement().split(' ')
    const hook = words[words.indexOf('hook') + 1]
    if (words[1] === 'nat' && (hook === 'prerouting' || hook === 'postrouting')) chain.hook = hook
    else if (words[1] === 'filter') {
      chain.filter = true
      if (hook === 'input' || hook === 'forward' || hook === 'output') chain.hook = hook
    }
  }

  private policy(chain: Chain): void {
    chain.policy = { drop: this.tokens.skipStatement().endsWith('drop'), line: this.session.line }
  }

  private chainVerb(verb: string): void {
    const place = this.place()
    const name = this.tokens.next()
    if (verb === 'delete' || verb === 'destroy') this.netns.chains.delete(this.key(place, name))
    else if (verb === 'flush') this.chain(place, name).rules = []
    else if (this.tokens.peek() === '{') {
      this.tokens.next()
      this.chainBody(place, this.chain(place, name))
    } else this.chain(place, name)
    this.tokens.skipStatement()
  }

  private ruleVerb(verb: string): void {
    const place = this.place()
    const chain = this.chain(place, this.tokens.next())
    if (['index', 'handle', 'position'].includes(this.tokens.peek() ?? '')) {
      this.session.report('warning', 'import-rule-beyond', { text: `nft ${verb} rule ${this.tokens.skipStatement()}` })
      return
    }
    if (verb === 'add' || verb === 'insert' || verb === 'create') this.rule(place, chain, verb === 'insert')
    else this.tokens.skipStatement()
  }

  private rule(place: Place, chain: Chain, first = false): void {
    const { family } = place
    const start = this.tokens.at
    const match: RuleMatch = { except: [] }
    let target: RuleTarget | undefined
    let known = true
    let ipFamily: 4 | 6 | 'any' = family === 'ip' ? 4 : family === 'ip6' ? 6 : 'any'
    while (!this.tokens.ends() && known) {
      const word = this.tokens.next()
      if (word === 'ip' || word === 'ip6') {
        ipFamily = word === 'ip' ? 4 : 6
        known = this.addressMatch(match)
      } else if (word === 'tcp' || word === 'udp') {
        match.protocol = word
        known = this.tokens.next() === 'dport'
        const ports = this.tokens.values()
        match.port = ports.join(',')
        known &&= ports.length === 1 || chain.filter === true
      } else if (/^[io]if(name)?$/.test(word)) {
        known = this.tokens.peek() !== '!=' && this.tokens.peek() !== '{'
        match[word.startsWith('i') ? 'in' : 'out'] = unquoted(this.tokens.next())
      } else if (word === 'meta') known = this.meta(match, chain.filter === true, (found) => (ipFamily = found))
      else if (word === 'ct') {
        known = this.tokens.next() === 'state' && this.tokens.peek() !== '!='
        match.state = known ? stateNames(this.tokens.values().join(',')) : undefined
        known &&= match.state !== undefined && chain.filter === true
      } else if (word === 'jump' || word === 'goto') {
        target = { kind: 'jump', chain: this.key(place, this.tokens.next()) }
        known = word === 'jump'
      } else if (word === 'counter') {
        if (this.tokens.peek() === 'packets') this.tokens.at += 4
      } else if (word === 'comment') this.tokens.next()
      else {
        target = this.target(word, (found) => (ipFamily = found))
        known = target !== undefined || word === 'random' || word === 'persistent'
      }
    }
    this.tokens.skipStatement()
    const text = this.tokens.since(start)
    if (!known || !target) this.session.report('error', 'import-rule-beyond', { text })
    else {
      const rule = { order: this.session.nextOrder(), line: this.session.line, family: ipFamily, match, target }
      if (first) insertRule(chain, 0, rule)
      else chain.rules.push(rule)
    }
  }

  private addressMatch(match: RuleMatch): boolean {
    const field = this.tokens.next()
    const negated = this.tokens.peek() === '!='
    if (negated) this.tokens.next()
    const values = this.tokens.values()
    if (field === 'protocol' && !negated) match.protocol = values[0]
    else if (field === 'daddr' && negated) match.except.push(...values)
    else if (negated || values.length !== 1) return false
    else if (field === 'saddr') match.source = values[0]
    else if (field === 'daddr') match.destination = values[0]
    else return false
    return true
  }

  private meta(match: RuleMatch, filter: boolean, setFamily: (family: 4 | 6) => void): boolean {
    const key = this.tokens.next()
    const value = unquoted(this.tokens.next())
    if (key === 'nfproto') {
      setFamily(value === 'ipv6' ? 6 : 4)
      if (filter) match.source ??= value === 'ipv6' ? '::/0' : '0.0.0.0/0'
    } else if (key === 'iifname' || key === 'iif') match.in = value
    else if (key === 'oifname' || key === 'oif') match.out = value
    else if (key === 'l4proto') match.protocol = value
    else return false
    return true
  }

  private target(word: string, setFamily: (family: 4 | 6) => void): RuleTarget | undefined {
    if (word === 'masquerade') return { kind: 'masquerade' }
    if (word === 'return' || word === 'accept' || word === 'drop') return { kind: word }
    if (word === 'reject') {
      while (!this.tokens.ends()) this.tokens.next()
      return { kind: 'reject' }
    }
    if (word !== 'snat' && word !== 'dnat') return undefined
    if (this.tokens.peek() === 'ip' || this.tokens.peek() === 'ip6') setFamily(this.tokens.next() === 'ip' ? 4 : 6)
    if (this.tokens.peek() === 'to') this.tokens.next()
    return { kind: word, to: this.tokens.next() }
  }
}

/** `nft COMMAND…`, `nft -f -` with a here-document. */
export function nft({ words, netns, session, stdin }: Call): Outcome {
  const list = words.filter((word) => !/^-[anstjcode]+$/.test(word))
  if (list[0] === '-f' || list[0] === '--file') {
    if (stdin === undefined || !/^(-|\/dev\/stdin)$/.test(list[1] ?? ''))
      return session.report('error', 'import-file-unknown', { file: list[1] ?? '' })
    new Reader(new Tokens(stdin), netns, session).read()
    return DONE
  }
  if (list.length === 0) return FAILED
  new Reader(new Tokens(list.join(' ')), netns, session).read()
  return DONE
}
