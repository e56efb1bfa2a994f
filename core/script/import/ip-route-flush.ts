import { type Cidr, contains, parseAddress, parseCidr } from '../../net/address'
import { readDestination } from './acts'
import type { IpCall } from './ip'
import type { HeldRoute } from './machine'
import { DONE, FAILED, type Outcome } from './session'

/** What a route has to be for `ip route flush` to take it; several must all hold. */
type Test = (route: HeldRoute) => boolean

interface Selection {
  tests: Test[]
  /** Of the words. Said of no family, all tables are of both, and one table is IPv4's (iproute.c). */
  family?: 4 | 6
  allTables: boolean
}

const EVERYTHING = { 4: '0.0.0.0/0', 6: '::/0' } as const

/** The network of a route's destination, or of a prefix as `ip` takes it; `0/0` is short for all of IPv4. */
function network(text: string, family: 4 | 6): Cidr | undefined {
  const full = text === 'default' || text === 'any' || text === 'all' || text === '0/0' ? EVERYTHING[family] : text
  const cidr = parseCidr(full)
  if (typeof cidr !== 'string') return cidr
  const address = parseAddress(full)
  return typeof address === 'string' ? undefined : { ...address, prefix: address.family === 4 ? 32 : 128 }
}

const within = (outer: Cidr | undefined, inner: Cidr | undefined) =>
  outer !== undefined && inner !== undefined && outer.prefix <= inner.prefix && contains(outer, inner)

const networkOfRoute = ({ to, family }: HeldRoute) => network(to, family)

/** `ip route flush SELECTOR`, iproute2: takes the routes that every word of the selector is true of. What a lab does not hold of a route is said, and takes none. */
export function flushRoutes(ip: IpCall): Outcome {
  const { words, netns } = ip
  const { session } = ip.call
  // `ip` refuses to empty everything without a word that says so.
  if (words.done) return session.report('error', 'import-missing', { tool: 'ip route flush', what: 'dev DEV' })
  const selection: Selection = { tests: [], allTables: false }
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const taken = select(ip, selection, word)
    if (taken === 'no route') return DONE
    if (taken === 'refused') return FAILED
    if (taken === 'unknown')
      return session.report('warning', 'import-setting-ignored', { text: ['ip route flush', word, ...words.rest()].join(' ') })
  }
  const family = ip.family ?? selection.family ?? (selection.allTables ? undefined : 4)
  netns.routes = netns.routes.filter(
    (route) => (family !== undefined && route.family !== family) || !selection.tests.every((test) => test(route)),
  )
  return DONE
}

function select(
  { words, family, call }: IpCall,
  selection: Selection,
  word: string,
): 'taken' | 'no route' | 'refused' | 'unknown' {
  // The cache is none of the tables.
  if (word === 'cache' || word === 'cached') return 'no route'
  if (word === 'table') {
    const table = words.next()
    if (table === 'all') selection.allTables = true
    // Of other tables, no route is held.
    else if (table !== 'main' && table !== '254') return 'no route'
    return 'taken'
  }
  if (word === 'dev' || word === 'oif') {
    const dev = words.next()
    selection.tests.push((route) => route.dev === dev || (route.dev === undefined && route.through?.name === dev))
    return 'taken'
  }
  if (word === 'via') {
    const via = parseAddress(words.next() ?? '')
    if (typeof via === 'string') return 'unknown'
    selection.family ??= via.family
    selection.tests.push((route) => {
      const held = route.via === undefined ? undefined : parseAddress(route.via)
      return typeof held === 'object' && held.value === via.value && held.family === via.family
    })
    return 'taken'
  }
  const how = word === 'root' || word === 'match' || word === 'exact' ? word : 'exact'
  const text = word === how || word === 'to' ? words.next() : word
  if (text === undefined || !/^(default|any|all)$|^[\d:a-f]+[.:/\d]/i.test(text)) return 'unknown'
  const destination = readDestination(call.session, text)
  if (!destination) return 'refused'
  const wanted = network(text, family ?? destination.family ?? 4)
  if (!wanted) return 'unknown'
  if (text.includes('/') || text.includes('.') || text.includes(':')) selection.family ??= wanted.family
  selection.tests.push((route) => {
    const held = networkOfRoute(route)
    if (how === 'root') return within(wanted, held)
    return how === 'match' ? within(held, wanted) : within(wanted, held) && within(held, wanted)
  })
  return 'taken'
}
