import { addressOf, addressText, parseAddress, parseMac } from '../../net/address'
import { deviceTowards } from './acts'
import type { IpCall } from './ip'
import type { Device } from './machine'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'
import { type Verb, verbOrMistake } from './words'

/** `ip neighbour …` and `arp`: what they write into the tables of the kernel that a text talks to. */

function write(session: Session, device: Device, addressWord: string, macWord: string): Outcome {
  if (session.refusesDevice(device)) return DONE
  const address = parseAddress(addressWord)
  if (typeof address === 'string') return session.report('error', address, { text: addressWord })
  const mac = parseMac(macWord)
  if (typeof mac === 'string') return session.report('error', mac, { mac: macWord })
  const text = addressText(address)
  const entry = { address: text, mac: mac.mac, line: session.line }
  device.neighbours = [...device.neighbours.filter((held) => held.address !== text), entry]
  return DONE
}

function forget(session: Session, device: Device, addressWord: string): Outcome {
  const address = addressOf(addressWord)
  const text = address ? addressText(address) : addressWord
  const kept = device.neighbours.filter((held) => held.address !== text)
  if (kept.length === device.neighbours.length) {
    session.report('info', 'import-nothing-to-delete', { what: text })
    return FAILED
  }
  device.neighbours = kept
  return DONE
}

interface Read {
  address?: string
  mac?: string
  dev?: string
  state: string
  /** Words that make of it something that a lab cannot hold. */
  beyond?: string
}

function read({ words }: IpCall): Read {
  const found: Read = { state: 'permanent' }
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'lladdr') found.mac = words.next()
    else if (word === 'dev') found.dev = words.next()
    else if (word === 'nud') found.state = words.next() ?? ''
    else if (word === 'protocol' || word === 'proto') words.next()
    else if (word === 'to') found.address = words.next()
    else if (word === 'proxy' || word === 'router' || word === 'managed' || word === 'extern_learn') {
      if (word !== 'router') found.beyond = word
    } else found.address ??= word
  }
  return found
}

function add(ip: IpCall): Outcome {
  const { session } = ip.call
  const { address, mac, dev, state, beyond } = read(ip)
  const missing = address === undefined ? 'ADDRESS' : dev === undefined ? 'dev' : undefined
  if (address === undefined || dev === undefined)
    return session.report('error', 'import-missing', { tool: 'ip neighbour add', what: missing ?? '' })
  if (beyond !== undefined) return session.report('warning', 'import-neighbour', { text: `${address} ${beyond}` })
  // Any other state is one that the kernel lets go of by itself, after seconds or minutes.
  if (state !== 'permanent') return session.report('info', 'import-neighbour-passing', { text: address, state })
  if (mac === undefined) return session.report('error', 'import-missing', { tool: 'ip neighbour add', what: 'lladdr' })
  const device = session.deviceToSetUp(ip.netns, dev)
  return device ? write(session, device, address, mac) : FAILED
}

function remove(ip: IpCall): Outcome {
  const { session } = ip.call
  const { address, dev } = read(ip)
  if (address === undefined || dev === undefined)
    return session.report('error', 'import-missing', { tool: 'ip neighbour delete', what: dev === undefined ? 'dev' : 'ADDRESS' })
  const device = session.device(ip.netns, dev)
  return device ? forget(session, device, address) : FAILED
}

/** `ip neigh flush` spares permanent entries, unless it is told `nud permanent`. */
function flush(ip: IpCall): Outcome {
  const words = ip.words.rest()
  if (words[words.indexOf('nud') + 1] !== 'permanent') return DONE
  const name = words[words.indexOf('dev') + 1]
  for (const device of ip.netns.devices.values())
    if (!words.includes('dev') || device.name === name)
      device.neighbours = device.neighbours.filter(
        ({ address }) => ip.family !== undefined && address.includes(':') !== (ip.family === 6),
      )
  return DONE
}

const VERBS: readonly Verb<(ip: IpCall) => Outcome>[] = [
  { names: ['add', 'change', 'chg', 'replace'], run: add },
  { names: ['delete'], run: remove },
  { names: ['get', 'show', 'list', 'lst', 'help'], run: () => DONE },
  { names: ['flush'], run: flush },
]

/** `ip neighbour …`. */
export function ipNeighbour(ip: IpCall): Outcome {
  const typed = ip.words.next()
  if (typed === undefined) return DONE
  const verb = verbOrMistake(ip.call.session, 'ip neighbour', VERBS, typed)
  return verb ? verb(ip) : FAILED
}

/** `arp [-i DEV] -s ADDRESS MAC`, `arp [-i DEV] -d ADDRESS`; the rest of net-tools' arp(8) looks. */
export function arp({ words, netns, session }: Call): Outcome {
  let dev: string | undefined
  let act: 's' | 'd' | undefined
  const rest: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (/^(-i|--device)$/.test(word)) dev = words[++at]
    else if (/^(-[HtA]|--hw-type|--protocol)$/.test(word)) at++
    else if (/^-[a-z]*s$/.test(word) || word === '--set') act = 's'
    else if (/^-[a-z]*d$/.test(word) || word === '--delete') act = 'd'
    else if (word === '-f' || word === '--file')
      return session.report('error', 'import-file-unknown', { file: words[at + 1] ?? '/etc/ethers' })
    else if (!word.startsWith('-')) rest.push(word)
  }
  if (!act) return DONE
  const [address, mac, ...more] = rest
  if (address === undefined || (act === 's' && mac === undefined))
    return session.report('error', 'import-missing', { tool: `arp -${act}`, what: address === undefined ? 'ADDRESS' : 'MAC' })
  const text = ['arp', ...words].join(' ')
  if (more.includes('temp')) return session.report('info', 'import-neighbour-passing', { text: address, state: 'temp' })
  if (more.some((word) => /^(pub|netmask|trail)$/.test(word))) return session.report('warning', 'import-neighbour', { text })
  const at = more.indexOf('dev')
  if (at >= 0) dev = more[at + 1]
  const parsed = parseAddress(address)
  if (typeof parsed === 'string') return session.report('error', parsed, { text: address })
  const device = dev === undefined ? deviceTowards(netns, parsed) : session.deviceToSetUp(netns, dev)
  if (!device)
    return dev === undefined ? session.report('error', 'import-neighbour-nowhere', { address, netns: netns.name }) : FAILED
  return act === 's' ? write(session, device, address, mac ?? '') : forget(session, device, address)
}
