import {
  addressText,
  bitsOf,
  broadcastOf,
  cidrText,
  type Family,
  isNetworkAddress,
  nextFreeAddress,
  parseCidr,
  parseMac,
  specialRange,
} from '../net/address'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { CheckedAddress, CheckedInterface, Context } from './context'
import type { Severity } from './diagnostic'
import { onLinkNetworks } from './on-link'

const MTU = { min: 68, max: 65535, ipv6: 1280, usual: 1500 }
const SPECIAL = {
  unspecified: 'address-unspecified',
  multicast: 'address-multicast',
  reserved: 'address-reserved',
  loopback: 'address-loopback',
} as const

/** Each interface by itself: that it exists, its addresses, its MAC, its MTU. */
export function checkInterfaces(context: Context): void {
  for (const checked of context.interfaces) {
    const { view, node } = checked
    const { name, config } = view
    if (!view.self && view.link === undefined && config.bridge === undefined && (name !== 'lo' || checked.port !== undefined))
      context.report('interface-without-link', checked.element, checked.path, { node, name })
    if (config.addresses?.length) checkAddresses(context, checked, config.addresses)
    if (config.mac !== undefined) checkMac(context, checked, config.mac)
    checkMtu(context, checked)
  }
}

function checkAddresses(context: Context, checked: CheckedInterface, texts: readonly string[]): void {
  const { view, node, addresses } = checked
  if (addresses.length < texts.length) {
    for (const [index, text] of texts.entries()) {
      const problem = parseCidr(text)
      if (typeof problem === 'string') context.report(problem, checked.element, [...checked.path, 'addresses', index], { text })
    }
  }
  for (const [index, address] of addresses.entries()) {
    checkAddress(context, address)
    const { family, value } = address.cidr
    const earlier = addresses.findIndex(({ cidr }) => cidr.family === family && cidr.value === value)
    if (earlier === index) continue
    context.report('address-twice', checked.element, address.path, { node, name: view.name, address: addressText(address.cidr) })
  }
  if (checked.port === undefined || !addresses.length) return
  context.report(
    'address-on-port',
    checked.element,
    [...checked.path, 'addresses'],
    { name: view.name, bridge: checked.port },
    'warning',
  )
}

function checkAddress(context: Context, address: CheckedAddress): void {
  const { text, cidr, owner } = address
  const { node, view } = owner
  const report = (code: DiagnosticCode, params: Record<string, string | number> = {}, severity: Severity = 'error') =>
    context.report(code, owner.element, address.path, { text, ...params }, severity)
  const special = specialRange(cidr)
  const ownLoopback = special === 'loopback' && view.name === 'lo'
  if (special && special !== 'link-local' && !ownLoopback) report(SPECIAL[special])
  else if (cidr.prefix === 0) report('address-zero-prefix')
  else if (ownLoopback) return
  else if (isNetworkAddress(cidr)) report('address-is-network', { free: freeText(address) })
  else if (broadcastOf(cidr)?.value === cidr.value) report('address-is-broadcast', { free: freeText(address) })
  else if (cidr.prefix === bitsOf(cidr.family) && view.link !== undefined && !hasNetwork(context, owner, cidr.family))
    report('address-single', { node, name: view.name }, 'warning')
}

function freeText({ cidr, owner }: CheckedAddress): string {
  const free = nextFreeAddress(cidr, new Set(owner.addresses.map((other) => other.cidr.value)))
  return free ? cidrText(free) : ''
}

/** Whether some address of the interface, or a route through it, makes a network of this family. */
function hasNetwork({ lab }: Context, { addresses, netns, view }: CheckedInterface, family: Family): boolean {
  if (addresses.some(({ cidr }) => cidr.family === family && cidr.prefix < bitsOf(family))) return true
  return onLinkNetworks(lab, netns).some(({ network, dev }) => network.family === family && dev === view.name)
}

function checkMac(context: Context, checked: CheckedInterface, mac: string): void {
  const at = [...checked.path, 'mac']
  const parsed = parseMac(mac)
  if (checked.view.name === 'lo') context.report('loopback-mac', checked.element, at)
  else if (typeof parsed === 'string') context.report(parsed, checked.element, at, { mac })
}

function isMtu(mtu: number): boolean {
  return Number.isInteger(mtu) && mtu >= MTU.min && mtu <= MTU.max
}

function checkMtu(context: Context, checked: CheckedInterface): void {
  const { view, node } = checked
  const { mtu } = view.config
  if (mtu !== undefined && !isMtu(mtu)) {
    context.report('bad-mtu', checked.element, [...checked.path, 'mtu'], { mtu: String(mtu) })
    return
  }
  if (mtu === undefined ? !view.self : mtu >= MTU.ipv6) return
  if (!checked.addresses.some(({ cidr }) => cidr.family === 6)) return
  if (mtu !== undefined) {
    context.report('mtu-below-ipv6', checked.element, [...checked.path, 'mtu'], { node, name: view.name, mtu })
    return
  }
  // A bridge without an MTU of its own takes the smallest of its ports'.
  for (const port of context.netns.get(checked.netns)?.interfaces ?? []) {
    const low = port.view.config.mtu
    if (port.port === node && low !== undefined && isMtu(low) && low < MTU.ipv6)
      context.report('bridge-mtu-below-ipv6', port.element, [...port.path, 'mtu'], { node, name: port.view.name, mtu: low })
  }
}

/** The MTU that an interface will have: a veth that says nothing gets 1500. */
export function effectiveMtu({ view }: CheckedInterface): number {
  const { mtu } = view.config
  return mtu !== undefined && isMtu(mtu) ? mtu : MTU.usual
}
