import { addAddress, readInterfaceAddress, removeAddress, setUp } from './acts'
import type { IpCall } from './ip'
import { DONE, FAILED, type Outcome } from './session'
import { type Verb, verbOrMistake } from './words'

/** What may follow an address and changes nothing that a lab holds, with the number of words that it takes. */
const QUIET: ReadonlyMap<string, number> = new Map([
  ['brd', 1],
  ['broadcast', 1],
  ['label', 1],
  ['scope', 1],
  ['valid_lft', 1],
  ['preferred_lft', 1],
  ['metric', 1],
  ['proto', 1],
  ['nodad', 0],
  ['noprefixroute', 0],
  ['home', 0],
  ['optimistic', 0],
])

interface Read {
  text?: string
  dev?: string
  peer?: string
  raise: boolean
}

/** Undefined after a word that `ip address` does not know. */
function read({ call: { session }, words }: IpCall): Read | undefined {
  const found: Read = { raise: false }
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const quiet = QUIET.get(word)
    if (word === 'dev') found.dev = words.next()
    else if (word === 'local') found.text = words.next()
    else if (word === 'peer' || word === 'remote') found.peer = words.next()
    else if (quiet !== undefined) for (let skip = 0; skip < quiet; skip++) words.next()
    else if (found.text === undefined) found.text = word
    else if (word === 'up' && words.done) found.raise = true
    else {
      const text = [word, ...words.rest()].join(' ')
      session.report('error', 'import-extra-word', { word: text, tool: 'ip address add' })
      return undefined
    }
  }
  return found
}

function add(ip: IpCall): Outcome {
  const { session } = ip.call
  const found = read(ip)
  if (!found) return FAILED
  const { text, dev, peer, raise } = found
  if (text === undefined) return session.report('error', 'import-missing', { tool: 'ip address add', what: 'ADDRESS' })
  if (dev === undefined) return session.report('error', 'import-missing', { tool: 'ip address add', what: 'dev' })
  const device = session.deviceToSetUp(ip.netns, dev)
  if (!device) return FAILED
  if (peer !== undefined) session.report('warning', 'import-setting-ignored', { text: `peer ${peer}` })
  const cidr = readInterfaceAddress(session, text, dev)
  if (!cidr) return FAILED
  const outcome = addAddress(session, device, cidr)
  if (raise) {
    session.report('warning', 'import-trailing-up', { name: dev })
    setUp(session, device, true)
  }
  return outcome
}

function remove(ip: IpCall): Outcome {
  const { session } = ip.call
  const found = read(ip)
  if (!found) return FAILED
  const { text, dev } = found
  if (text === undefined || dev === undefined)
    return session.report('error', 'import-missing', { tool: 'ip address delete', what: text === undefined ? 'ADDRESS' : 'dev' })
  const device = session.device(ip.netns, dev)
  return device ? removeAddress(session, device, text) : FAILED
}

function flush(ip: IpCall): Outcome {
  const { words, netns } = ip
  const { session } = ip.call
  let name: string | undefined
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'scope' || word === 'to' || word === 'label') words.next()
    else if (word !== 'dev') name = word
  }
  if (name === undefined) return session.report('error', 'import-missing', { tool: 'ip address flush', what: 'dev' })
  const device = session.device(netns, name)
  if (!device) return FAILED
  if (session.bares(device) || session.refusesDevice(device)) return DONE
  device.addresses = device.addresses.filter(({ text }) => ip.family !== undefined && text.includes(':') !== (ip.family === 6))
  return DONE
}

function show({ words, netns }: IpCall): Outcome {
  const list = words.rest().filter((word) => word !== 'dev')
  const name = list[0]
  if (name === undefined) return DONE
  const device = netns.devices.get(name)
  if (!device) return list.length === 1 ? FAILED : DONE
  return {
    status: 0,
    out: device.addresses
      .map(({ text }) => `    ${text.includes(':') ? 'inet6' : 'inet'} ${text} scope global ${name}\n`)
      .join(''),
  }
}

const VERBS: readonly Verb<(ip: IpCall) => Outcome>[] = [
  { names: ['add', 'change', 'chg', 'replace'], run: add },
  { names: ['delete'], run: remove },
  { names: ['show', 'list', 'lst', 'showdump', 'save', 'help'], run: show },
  { names: ['flush'], run: flush },
  { names: ['restore'], run: () => DONE },
]

/** `ip address …`. */
export function ipAddress(ip: IpCall): Outcome {
  const typed = ip.words.next()
  if (typed === undefined) return DONE
  if (/^[\d:]/.test(typed)) return withoutVerb(ip, typed)
  const verb = verbOrMistake(ip.call.session, 'ip address', VERBS, typed)
  return verb ? verb(ip) : FAILED
}

/** `ip addr 10.0.0.1/24 dev eth0`: the verb was forgotten. */
function withoutVerb(ip: IpCall, text: string): Outcome {
  const { words } = ip
  const { session } = ip.call
  const rest = words.rest()
  session.report('warning', 'import-no-verb', { tool: 'ip address', text: [text, ...rest].join(' ') })
  const dev = rest[0] === 'dev' ? rest[1] : undefined
  const device = dev === undefined ? undefined : session.deviceToSetUp(ip.netns, dev)
  const cidr = device && readInterfaceAddress(session, text, device.name)
  return device && cidr ? addAddress(session, device, cidr) : FAILED
}
