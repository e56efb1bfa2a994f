import {
  addressText,
  broadcastOf,
  cidrText,
  isNetworkAddress,
  networkOf,
  nextFreeAddress,
  parseCidr,
  parseMac,
  specialRange,
} from '../net/address'
import type { CheckedAddress, CheckedInterface, Context } from './context'

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
    const { view, node, element, path } = checked
    const { name, config } = view
    if (!view.self && view.link === undefined && (name !== 'lo' || checked.port !== undefined))
      context.report('interface-without-link', element, path, { node, name })
    for (const [index, text] of (config.addresses ?? []).entries()) {
      const problem = parseCidr(text)
      if (typeof problem === 'string') context.report(problem, element, [...path, 'addresses', index], { text })
    }
    const seen = new Set<string>()
    for (const address of checked.addresses) {
      checkAddress(context, address)
      const plain = addressText(address.cidr)
      if (seen.has(plain)) context.report('address-twice', element, address.path, { node, name, address: plain })
      seen.add(plain)
    }
    if (checked.port !== undefined && checked.addresses.length)
      context.report('address-on-port', element, [...path, 'addresses'], { name, bridge: checked.port }, 'warning')
    checkMac(context, checked)
    checkMtu(context, checked)
  }
}

function checkAddress(context: Context, { text, cidr, path, owner }: CheckedAddress): void {
  const { element, node, view } = owner
  const special = specialRange(cidr)
  if (special && special !== 'link-local' && !(special === 'loopback' && view.name === 'lo')) {
    context.report(SPECIAL[special], element, path, { text })
    return
  }
  if (cidr.prefix === 0) {
    context.report('address-zero-prefix', element, path, { text })
    return
  }
  if (special === 'loopback') return
  const free = () => {
    const address = nextFreeAddress(networkOf(cidr), new Set(owner.addresses.map((other) => other.cidr.value)))
    return address ? cidrText(address) : ''
  }
  if (isNetworkAddress(cidr)) context.report('address-is-network', element, path, { text, free: free() })
  else if (broadcastOf(cidr)?.value === cidr.value) context.report('address-is-broadcast', element, path, { text, free: free() })
  else if (cidr.prefix === (cidr.family === 4 ? 32 : 128) && view.link !== undefined && !isCovered(owner, cidr.family))
    context.report('address-single', element, path, { text, node, name: view.name }, 'warning')
}

/** Whether another address of the interface makes a network of the same family. */
function isCovered(owner: CheckedInterface, family: 4 | 6): boolean {
  return owner.addresses.some(({ cidr }) => cidr.family === family && cidr.prefix < (family === 4 ? 32 : 128))
}

function checkMac(context: Context, { view, element, path }: CheckedInterface): void {
  const { mac } = view.config
  if (mac === undefined) return
  const at = [...path, 'mac']
  if (view.name === 'lo') {
    context.report('loopback-mac', element, at)
    return
  }
  const parsed = parseMac(mac)
  if (typeof parsed === 'string') context.report(parsed, element, at, { mac })
}

function isMtu(mtu: number): boolean {
  return Number.isInteger(mtu) && mtu >= MTU.min && mtu <= MTU.max
}

function checkMtu(context: Context, checked: CheckedInterface): void {
  const { view, node, element, path } = checked
  const { mtu } = view.config
  if (mtu !== undefined && !isMtu(mtu)) {
    context.report('bad-mtu', element, [...path, 'mtu'], { mtu: String(mtu) })
    return
  }
  const hasIpv6 = checked.addresses.some(({ cidr }) => cidr.family === 6)
  if (hasIpv6 && mtu !== undefined && mtu < MTU.ipv6)
    context.report('mtu-below-ipv6', element, [...path, 'mtu'], { node, name: view.name, mtu })
  if (!hasIpv6 || !view.self || mtu !== undefined) return
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
