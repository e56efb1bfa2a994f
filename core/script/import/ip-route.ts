import { addressText, parseAddress } from '../../net/address'
import { addRoute, readDestination, readMetric, removeRoute } from './acts'
import type { IpCall } from './ip'
import { flushRoutes } from './ip-route-flush'
import type { HeldRoute } from './machine'
import { DONE, FAILED, type Outcome, type Session } from './session'
import { type Verb, verbOrMistake } from './words'

/** What may stand in a route and changes nothing that a lab holds; each takes one word. */
const QUIET = new Set([
  'proto',
  'protocol',
  'scope',
  'src',
  'realm',
  'mtu',
  'advmss',
  'window',
  'rtt',
  'initcwnd',
  'hoplimit',
  'pref',
])
const TYPES = new Set(['unicast', 'local', 'broadcast', 'multicast', 'throw', 'unreachable', 'prohibit', 'blackhole', 'nat'])

/** Undefined after saying what is wrong. */
function read(ip: IpCall): HeldRoute | undefined {
  const { words } = ip
  const { session } = ip.call
  let target: string | undefined
  const route: Partial<HeldRoute> = {}
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'via') {
      const family = words.peek() === 'inet' || words.peek() === 'inet6' ? words.next() : undefined
      route.via = words.next()
      if (family === 'inet6' && route.via?.includes('.')) return unsupported(session, `via ${family}`)
    } else if (word === 'dev' || word === 'oif') route.dev = words.next()
    else if (word === 'metric' || word === 'priority' || word === 'preference') {
      route.metric = readMetric(session, words.next())
      if (route.metric === undefined) return undefined
    } else if (word === 'to') target = words.next()
    else if (word === 'table' || word === 'vrf') {
      const table = words.next()
      if (table !== 'main' && table !== '254') return unsupported(session, `${word} ${table}`)
    } else if (word === 'nexthop' || word === 'encap' || word === 'nhid') return unsupported(session, word)
    else if (QUIET.has(word)) words.next()
    else if (word === 'onlink') continue
    else if (target === undefined && TYPES.has(word)) {
      if (word !== 'unicast') return unsupported(session, word)
    } else if (target === undefined) target = word
    else {
      const text = [word, ...words.rest()].join(' ')
      const known = ip.netns.devices.has(word) || /^(eth|en)/.test(word)
      session.report(known ? 'warning' : 'error', known ? 'import-dev-forgotten' : 'import-extra-word', {
        word: text,
        tool: 'ip route add',
      })
      if (!known) return undefined
      route.dev ??= word
    }
  }
  return complete(ip, target, route)
}

function unsupported(session: Session, text: string): undefined {
  session.report('warning', 'import-route-kind', { text })
  return undefined
}

function complete(ip: IpCall, target: string | undefined, route: Partial<HeldRoute>): HeldRoute | undefined {
  const { session } = ip.call
  if (target === undefined) {
    session.report('error', 'import-missing', { tool: 'ip route', what: 'TO' })
    return undefined
  }
  const destination = readDestination(session, target)
  if (!destination) return undefined
  let family = destination.family ?? ip.family
  if (route.via !== undefined) {
    const via = parseAddress(route.via)
    if (typeof via === 'string') {
      session.report('error', via, { text: route.via })
      return undefined
    }
    route.via = addressText(via)
    family ??= via.family
  }
  return { ...route, to: destination.to, family: family ?? 4, line: session.line }
}

function add(how: 'add' | 'replace') {
  return (ip: IpCall): Outcome => {
    const { session } = ip.call
    const route = read(ip)
    if (!route) return FAILED
    if (route.dev !== undefined) {
      const device = session.device(ip.netns, route.dev)
      if (!device) return FAILED
      if (session.refusesDevice(device)) return DONE
    }
    return addRoute(session, ip.netns, route, how)
  }
}

function remove(ip: IpCall): Outcome {
  const route = read(ip)
  return route ? removeRoute(ip.call.session, ip.netns, route) : FAILED
}

const VERBS: readonly Verb<(ip: IpCall) => Outcome>[] = [
  { names: ['list', 'show', 'lst', 'get', 'help'], run: () => DONE },
  { names: ['add'], run: add('add') },
  { names: ['change', 'chg', 'replace'], run: add('replace') },
  { names: ['prepend', 'append'], run: add('add') },
  { names: ['delete'], run: remove },
  { names: ['flush'], run: flushRoutes },
  { names: ['save', 'restore', 'showdump'], run: () => DONE },
]

/** `ip route …`. */
export function ipRoute(ip: IpCall): Outcome {
  const { words } = ip
  const { session } = ip.call
  const typed = words.peek()
  if (typed === undefined) return DONE
  if (/^[\d:]|^default$/.test(typed)) {
    session.report('warning', 'import-no-verb', { tool: 'ip route', text: typed })
    return add('add')(ip)
  }
  words.next()
  const verb = verbOrMistake(session, 'ip route', VERBS, typed)
  return verb ? verb(ip) : FAILED
}
