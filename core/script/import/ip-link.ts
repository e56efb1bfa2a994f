import { parseMac } from '../../net/address'
import { nearest } from '../../net/similar'
import { addBridge, moveTo, renameTo, setMaster, setMtu, setUp } from './acts'
import { netnsTarget } from './containers'
import type { IpCall } from './ip'
import type { Device, Netns } from './machine'
import { DONE, FAILED, type Outcome, OWN_MAC, type Session } from './session'
import { type Verb, verbOrMistake, Words } from './words'

/** Settings with a value that change nothing that a lab holds. */
const QUIET_SETTINGS: ReadonlySet<string> = new Set(
  'txqueuelen txqlen qlen index numtxqueues numrxqueues broadcast brd alias group arp multicast allmulticast promisc addrgenmode'.split(
    ' ',
  ),
)

function setMac(session: Session, device: Device, text: string): Outcome {
  // A bridge has its port's MAC anyway.
  if (text === OWN_MAC) return DONE
  const parsed = parseMac(text)
  if (typeof parsed === 'string') return session.report('error', parsed, { mac: text })
  if (session.refusesDevice(device)) return DONE
  device.mac = parsed.mac
  // The kernel empties the table of an interface that others know by another MAC now.
  device.neighbours = []
  return DONE
}

/** What `ip link add` says of one end. */
interface Birth {
  name?: string
  mac?: string
  mtu?: string
  netns?: string
  up?: boolean
}

type Value = 'name' | 'mac' | 'mtu' | 'netns'
const BIRTH_WORDS: ReadonlyMap<string, Value> = new Map([
  ['name', 'name'],
  ['dev', 'name'],
  ['address', 'mac'],
  ['mtu', 'mtu'],
  ['netns', 'netns'],
])

/** Reads up to one of `stops` or the end. */
function readBirth(words: Words, stops: readonly string[]): Birth {
  const birth: Birth = {}
  for (let word = words.peek(); word !== undefined && !stops.includes(word); word = words.peek()) {
    words.next()
    const field = BIRTH_WORDS.get(word)
    if (field) birth[field] = words.next() ?? ''
    else if (word === 'up' || word === 'down') birth.up = word === 'up'
    else if (QUIET_SETTINGS.has(word) || word === 'link') words.next()
    else if (birth.name === undefined) birth.name = word
    else return { ...birth, ...readBirth(words, stops) }
  }
  return birth
}

function freeName(netns: Netns, prefix: string): string {
  let number = 0
  while (netns.devices.has(`${prefix}${number}`)) number++
  return `${prefix}${number}`
}

function born(session: Session, device: Device, { mac, mtu, up }: Birth): Device {
  if (mac !== undefined) setMac(session, device, mac)
  if (mtu !== undefined) setMtu(session, device, mtu)
  if (up) device.up = true
  return device
}

function home(session: Session, birth: Birth, netns: Netns): Netns | undefined {
  return birth.netns === undefined ? netns : netnsTarget(session, birth.netns)
}

function addVeth(ip: IpCall, first: Birth): Outcome {
  const { netns, words } = ip
  const { session } = ip.call
  if (words.peek() === 'peer') words.next()
  const second = readBirth(words, [])
  const homes = [home(session, first, netns), home(session, second, netns)] as const
  if (!homes[0] || !homes[1]) return FAILED
  const names = [first.name ?? freeName(homes[0], 'veth'), ''] as [string, string]
  if (!session.mayName(homes[0], names[0])) return FAILED
  const a = session.machine.addDevice('veth', names[0], homes[0], session.line)
  names[1] = second.name ?? freeName(homes[1], 'veth')
  if (!session.mayName(homes[1], names[1])) {
    session.machine.deleteDevice(a)
    return FAILED
  }
  const b = session.machine.addDevice('veth', names[1], homes[1], session.line)
  session.machine.join(born(session, a, first), born(session, b, second))
  return DONE
}

function bridgeSettings(session: Session, bridge: Device, words: Words): void {
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const value = words.next() ?? ''
    if (word === 'stp_state') bridge.stp = value === '1' || value === 'on'
    else if (word !== 'forward_delay') session.report('info', 'import-setting-ignored', { text: `${word} ${value}` })
  }
}

function add(ip: IpCall): Outcome {
  const { words, netns } = ip
  const { session } = ip.call
  const birth = readBirth(words, ['type'])
  words.next()
  const kind = words.next()
  if (kind === undefined) return session.report('error', 'import-missing', { tool: 'ip link add', what: 'type' })
  if (kind === 'veth') return addVeth(ip, birth)
  const where = home(session, birth, netns)
  if (!where) return FAILED
  const name = birth.name ?? freeName(where, kind)
  if (kind === 'bridge') {
    const bridge = addBridge(session, where, name)
    if (!bridge) return FAILED
    bridgeSettings(session, born(session, bridge, birth), words)
    return DONE
  }
  if (!session.mayName(where, name)) return FAILED
  session.machine.addDevice('other', name, where, session.line)
  return session.report('warning', 'import-device-kind', { name, kind })
}

type Setting = (session: Session, device: Device, value: string) => Outcome

/** The settings of `ip link set` in the order in which the kernel applies those of one request: it moves first and raises last. */
const SETTINGS: readonly { word: string; takes: 0 | 1; run: Setting }[] = [
  { word: 'netns', takes: 1, run: moveTo },
  { word: 'address', takes: 1, run: setMac },
  { word: 'mtu', takes: 1, run: setMtu },
  { word: 'name', takes: 1, run: renameTo },
  { word: 'master', takes: 1, run: setMaster },
  { word: 'nomaster', takes: 0, run: (_, device) => release(device) },
  { word: 'down', takes: 0, run: (session, device) => setUp(session, device, false) },
  { word: 'up', takes: 0, run: (session, device) => setUp(session, device, true) },
]

function release(device: Device): Outcome {
  device.master = undefined
  return DONE
}

/** `type bridge stp_state 1` after `ip link set`. */
function setType(session: Session, device: Device, words: Words): void {
  const kind = words.next()
  if (kind === 'bridge' && device.kind === 'bridge') bridgeSettings(session, device, words)
  else session.report('info', 'import-setting-ignored', { text: ['type', kind, ...words.rest()].join(' ') })
}

const UP_OR_DOWN = ['up', 'down']

/** A mistyped `up` or `down`, as it was meant; it is reported. */
function meant(session: Session, word: string): string {
  const near = nearest(word, UP_OR_DOWN)
  session.report('warning', 'import-typo', { tool: 'ip link set', word, near })
  return near
}

function set(ip: IpCall): Outcome {
  const { words, netns } = ip
  const { session } = ip.call
  const given = new Map<string, string>()
  let name: string | undefined
  let type: Words | undefined
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const setting = SETTINGS.find((known) => known.word === word)
    if (word === 'dev') name = words.next()
    else if (setting) given.set(word, setting.takes ? (words.next() ?? '') : '')
    else if (QUIET_SETTINGS.has(word)) words.next()
    else if (word === 'type') type = new Words(words.rest())
    else if (name === undefined) name = word
    else if (UP_OR_DOWN.includes(nearest(word, UP_OR_DOWN))) given.set(meant(session, word), '')
    else session.report('error', 'import-extra-word', { word: [word, ...words.rest()].join(' '), tool: 'ip link set' })
  }
  if (name === undefined) return session.report('error', 'import-missing', { tool: 'ip link set', what: 'DEV' })
  if (given.size === 1 && given.has('up') && session.raisedElsewhere(netns, name)) return DONE
  const device = given.has('up') ? session.deviceToSetUp(netns, name) : session.device(netns, name)
  if (!device) return FAILED
  let outcome = DONE
  for (const { word, run } of SETTINGS) {
    const value = given.get(word)
    if (value !== undefined) outcome = run(session, device, value)
    if (outcome.status !== 0) return outcome
  }
  if (type) setType(session, device, type)
  return outcome
}

function remove(ip: IpCall): Outcome {
  const { words, netns } = ip
  const { session } = ip.call
  let name: string | undefined
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'type') words.next()
    else if (word !== 'dev') name ??= word
  }
  if (name === undefined) return session.report('error', 'import-missing', { tool: 'ip link delete', what: 'DEV' })
  const device = netns.devices.get(name)
  if (!device) {
    session.report('info', 'import-nothing-to-delete', { what: name })
    return FAILED
  }
  if (device.kind === 'lo' || device.kind === 'nic') return session.report('error', 'import-cannot-delete', { name })
  session.machine.deleteDevice(device)
  return DONE
}

function show({ words, netns }: IpCall): Outcome {
  const names: string[] = []
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'type' || word === 'master' || word === 'group') words.next()
    else if (word !== 'dev' && word !== 'up') names.push(word)
  }
  const missing = names.some((name) => !netns.devices.has(name))
  const out = [...netns.devices.keys()].map((name, index) => `${index + 1}: ${name}: <>\n`).join('')
  return missing
    ? FAILED
    : {
        status: 0,
        out: names.length > 0 ? `1: ${names[0]}: <> link/ether ${netns.devices.get(names[0] ?? '')?.mac ?? OWN_MAC}\n` : out,
      }
}

const VERBS: readonly Verb<(ip: IpCall) => Outcome>[] = [
  { names: ['add'], run: add },
  { names: ['set', 'change'], run: set },
  { names: ['replace'], run: add },
  { names: ['delete'], run: remove },
  { names: ['show', 'list', 'lst', 'xstats', 'afstats', 'help'], run: show },
  { names: ['property'], run: () => DONE },
]

/** `ip link …`. */
export function ipLink(ip: IpCall): Outcome {
  const typed = ip.words.next()
  if (typed === undefined) return show(ip)
  const verb = verbOrMistake(ip.call.session, 'ip link', VERBS, typed)
  return verb ? verb(ip) : FAILED
}
