import { addressText, type Cidr, cidrText, networkOf, parseAddress, parseMac } from '../../net/address'
import {
  addAddress,
  addRoute,
  readDestination,
  readInterfaceAddress,
  readMetric,
  removeAddress,
  removeRoute,
  setMtu,
  setUp,
} from './acts'
import type { Device } from './machine'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'
import { Words } from './words'

/** The prefix length of a dotted mask, or undefined when it is none. */
export function maskLength(text: string): number | undefined {
  const mask = parseAddress(text)
  if (typeof mask === 'string' || mask.family !== 4) return undefined
  const bits = mask.value.toString(2).padStart(32, '0')
  const at = bits.indexOf('0')
  return /^1*0*$/.test(bits) ? (at < 0 ? 32 : at) : undefined
}

/** `10.0.0.1` alone has the mask of its old class (ifconfig(8)). */
function classLength(value: bigint): number {
  const first = Number(value >> 24n)
  return first < 128 ? 8 : first < 192 ? 16 : 24
}

interface Wanted {
  cidr?: Cidr
  masked: boolean
  mac?: string
  mtu?: number
}

/** `ifconfig DEV [ADDRESS [netmask MASK]] [up|down] …`, net-tools. */
export function ifconfig(call: Call): Outcome {
  const { session, netns } = call
  const words = new Words(call.words.filter((word) => !/^-[av]$/.test(word)))
  const name = words.next()
  if (name === undefined || words.done) return name !== undefined && !netns.devices.has(name) ? FAILED : DONE
  // `eth0:1` is a label for a second address of eth0.
  const device = session.deviceToSetUp(netns, name.replace(/:.*/, ''))
  if (!device) return FAILED
  const wanted: Wanted = { masked: false }
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (!setting(session, device, wanted, word, words)) return FAILED
  }
  if (wanted.cidr) {
    if (session.refusesDevice(device)) return DONE
    const { family } = wanted.cidr
    if (!name.includes(':')) device.addresses = device.addresses.filter(({ text }) => text.includes(':') !== (family === 6))
    if (!wanted.masked) session.report('warning', 'import-class-mask', { text: cidrText(wanted.cidr) })
    addAddress(session, device, wanted.cidr)
    // An address brings the interface up (ifconfig(8)).
    setUp(session, device, true)
  }
  return DONE
}

function setting(session: Session, device: Device, wanted: Wanted, word: string, words: Words): boolean {
  switch (word) {
    case 'up':
    case 'down':
      setUp(session, device, word === 'up')
      return true
    case 'netmask': {
      const length = maskLength(words.next() ?? '')
      if (length === undefined || !wanted.cidr) return false
      wanted.cidr = { ...wanted.cidr, prefix: length }
      wanted.masked = true
      return true
    }
    case 'broadcast':
    case 'metric':
    case 'txqueuelen':
    case 'dstaddr':
      words.next()
      return true
    case 'mtu':
      return setMtu(session, device, words.next() ?? '').status === 0
    case 'hw': {
      words.next()
      const mac = parseMac(words.next() ?? '')
      if (typeof mac === 'string') session.report('error', mac, { mac: '' })
      else {
        device.mac = mac.mac
        device.neighbours = []
      }
      return true
    }
    case 'inet':
    case 'promisc':
    case '-promisc':
    case 'multicast':
    case 'arp':
    case '-arp':
      return true
    case 'inet6':
    case 'add':
    case 'del': {
      const verb = word === 'inet6' ? (words.next() ?? '') : word
      const text = verb === 'add' || verb === 'del' ? (words.next() ?? '') : verb
      if (verb === 'del') return removeAddress(session, device, text).status === 0
      const cidr = readInterfaceAddress(session, text, device.name)
      return cidr !== undefined && (session.refusesDevice(device) || addAddress(session, device, cidr).status === 0)
    }
    default:
      return address(session, device, wanted, word)
  }
}

function address(session: Session, device: Device, wanted: Wanted, word: string): boolean {
  const bare = parseAddress(word)
  if (typeof bare === 'string') {
    if (!/^[\d.:a-f/]+$/i.test(word)) {
      session.report('error', 'import-extra-word', { word, tool: 'ifconfig' })
      return false
    }
    const cidr = readInterfaceAddress(session, word, device.name)
    if (!cidr) return false
    wanted.cidr = cidr
    wanted.masked = true
    return true
  }
  // `ifconfig eth0 0.0.0.0` takes the addresses away.
  if (bare.value === 0n) {
    if (!session.bares(device)) device.addresses = []
  } else wanted.cidr = { ...bare, prefix: bare.family === 4 ? classLength(bare.value) : 128 }
  return true
}

/** `route add|del [-net|-host] TARGET [netmask MASK] [gw GATEWAY] [[dev] DEV]`, net-tools. */
export function route(call: Call): Outcome {
  const { session, netns } = call
  const words = new Words(call.words.filter((word) => !/^-[nveFC46A]+$/.test(word) && word !== 'inet'))
  const verb = words.next()
  if (verb !== 'add' && verb !== 'del') return DONE
  let target: string | undefined
  let via: string | undefined
  let dev: string | undefined
  let length: number | undefined
  let metric: number | undefined
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === '-net' || word === '-host') target = words.next()
    else if (word === 'netmask') length = maskLength(words.next() ?? '')
    else if (word === 'gw') via = words.next()
    else if (word === 'dev') dev = words.next()
    else if (word === 'metric') {
      metric = readMetric(session, words.next())
      if (metric === undefined) return FAILED
    } else if (word === 'mss' || word === 'window' || word === 'irtt') words.next()
    else if (target === undefined) target = word
    else dev = word
  }
  if (target === undefined) return session.report('error', 'import-missing', { tool: 'route', what: 'TARGET' })
  const bare = parseAddress(target)
  const to =
    typeof bare !== 'string' && length !== undefined && length > 0 ? cidrText(networkOf({ ...bare, prefix: length })) : target
  const destination = readDestination(session, length === 0 ? 'default' : to === '0.0.0.0' ? 'default' : to)
  if (!destination) return FAILED
  const gateway = via === undefined ? undefined : parseAddress(via)
  if (typeof gateway === 'string') return session.report('error', gateway, { text: via ?? '' })
  if (dev !== undefined) {
    const device = session.device(netns, dev)
    if (!device) return FAILED
    if (session.refusesDevice(device)) return DONE
  }
  const family = destination.family ?? gateway?.family ?? 4
  const found = { family, to: destination.to, ...(gateway && { via: addressText(gateway) }), dev, metric, line: session.line }
  return verb === 'add' ? addRoute(session, netns, found, 'add') : removeRoute(session, netns, found)
}
