import { parseAddress, parseCidr, parseMac } from '../../net/address'
import { addAddress, addBridge, addRoute } from './acts'
import { containerNamed } from './containers'
import type { Device, Netns } from './machine'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'

/**
 * `pipework`, which attaches a container to a bridge: it makes the bridge if it is missing, joins the two by a veth pair, gives the
 * container's end an address, and puts a gateway in the place of the container's default route. Its own page: github.com/jpetazzo/pipework.
 */

interface Wanted {
  inside: string
  outside?: string
  words: string[]
}

function readOptions(words: readonly string[]): Wanted {
  const wanted: Wanted = { inside: 'eth1', words: [] }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '-i') wanted.inside = words[++at] ?? wanted.inside
    else if (word === '-l') wanted.outside = words[++at]
    else if (word === '-a') at++
    else if (!word.startsWith('--')) wanted.words.push(word)
  }
  return wanted
}

/** The bridge, made where it is missing; undefined after saying why there can be none. */
function bridgeOf(call: Call, name: string): Device | undefined {
  const { session, netns } = call
  const known = netns.devices.get(name)
  if (known?.kind === 'bridge') return known
  // Anything else that exists, and an interface of the machine, gets a macvlan; other kinds of bridges have names of their own.
  if (known || !name.startsWith('br')) {
    session.report('warning', 'import-pipework-host', { name })
    return undefined
  }
  const bridge = addBridge(session, netns, name)
  if (bridge) bridge.up = true
  return bridge
}

function guestOf({ session }: Call, name: string): Netns | undefined {
  return session.machine.containers.get(name) ?? session.machine.named(name) ?? containerNamed(session, name)
}

function localName(session: Session, host: Netns, inside: string, guest: string): string {
  const { devices } = host
  const stem = `v${inside}pl-${guest.replace(/[^\w.-]/g, '')}`
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : `-${number}`
    const name = `${stem.slice(0, 15 - end.length)}${end}`
    if (!devices.has(name) || number > session.machine.links.length + 2) return name
  }
}

/** `ADDRESS/PREFIX[@GATEWAY]`; undefined after saying what is wrong. */
function readAddress(session: Session, text: string) {
  const [address = '', gateway] = text.split('@')
  const cidr = parseCidr(address)
  if (typeof cidr === 'string') {
    session.report('error', cidr, { text: address })
    return undefined
  }
  const via = gateway === undefined ? undefined : parseAddress(gateway)
  if (typeof via === 'string') {
    session.report('error', via, { text: gateway ?? '' })
    return undefined
  }
  return { cidr, gateway }
}

/** A MAC of its own, or one that pipework makes up (`U:…`), which is left to the kernel; a VLAN is beyond a bridge without one. */
function setMac(session: Session, device: Device, text: string): void {
  const [mac = '', vlan] = text.split('@')
  if (vlan !== undefined) session.report('warning', 'import-setting-ignored', { text: `VLAN ${vlan}` })
  if (mac === '' || mac.startsWith('U')) return
  const parsed = parseMac(mac)
  if (typeof parsed === 'string') session.report('error', parsed, { mac })
  else device.mac = parsed.mac
}

function attach(call: Call, { inside, outside, words }: Wanted): Outcome {
  const { session, netns: host } = call
  const { machine } = session
  const [where = '', who, address, mac = ''] = words
  if (who === undefined || address === undefined)
    return session.report('error', 'import-missing', { tool: 'pipework', what: who === undefined ? 'CONTAINER' : 'ADDRESS' })
  const dhcp = /^(?:dhcp|dhclient|dhcpcd|udhcpc)(?:-f)?$/.test(address.split(':')[0] ?? '')
  const wanted = dhcp || address === '0/0' ? undefined : readAddress(session, address)
  if (!wanted && !dhcp && address !== '0/0') return FAILED
  const bridge = bridgeOf(call, where)
  const guest = guestOf(call, who)
  if (!bridge || !guest || !session.mayName(guest, inside)) return FAILED
  const port = outside ?? localName(session, host, inside, who)
  if (!session.mayName(host, port)) return FAILED
  const end = machine.addDevice('veth', inside, guest, session.line)
  const other = machine.addDevice('veth', port, host, session.line)
  machine.join(end, other)
  other.master = bridge
  for (const device of [end, other]) device.up = true
  setMac(session, end, mac)
  if (dhcp) end.dhcp = true
  if (!wanted) return DONE
  addAddress(session, end, wanted.cidr)
  if (wanted.gateway === undefined) return DONE
  const { family } = wanted.cidr
  return addRoute(session, guest, { family, to: 'default', via: wanted.gateway, line: session.line }, 'replace')
}

/** `pipework BRIDGE [-i INSIDE] [-l OUTSIDE] CONTAINER ADDRESS/PREFIX[@GATEWAY] [MAC]`, `pipework route|rule|tc CONTAINER …`. */
export function pipework(call: Call): Outcome {
  const { session } = call
  // It waits for an interface inside a container, which is no matter of the lab.
  if (call.words[0] === '--wait') return DONE
  const [verb = '', who = '', ...words] = call.words
  if (verb === 'route' || verb === 'rule') {
    const guest = guestOf(call, who)
    return guest ? session.run(['ip', verb, ...words], guest) : FAILED
  }
  if (verb === 'tc') return session.report('info', 'import-setting-ignored', { text: ['tc', ...words].join(' ') })
  return attach(call, readOptions(call.words))
}
