import { type Address, addressText, bitsOf, type Cidr, cidrText, contains, parseAddress, parseCidr } from '../../net/address'
import { isInterfaceName } from '../../net/names'
import { netnsTarget } from './containers'
import type { Device, HeldRoute, Netns } from './machine'
import { DONE, FAILED, type Outcome, type Session } from './session'

const MAX_METRIC = 4294967295

/** What the tools do to interfaces, whichever tool it is. Each says what the kernel would refuse. */

export function addBridge(session: Session, netns: Netns, name: string): Device | undefined {
  return session.mayName(netns, name) ? session.machine.addDevice('bridge', name, netns, session.line) : undefined
}

export function setMaster(session: Session, device: Device, name: string): Outcome {
  const bridge = session.device(device.netns, name)
  if (!bridge) return FAILED
  const ownNic = device.kind === 'nic' && device.netns.root && bridge.kind === 'bridge'
  if ((!ownNic && session.refusesDevice(device)) || session.refusesDevice(bridge)) return DONE
  if (bridge.kind !== 'bridge') return session.report('error', 'import-not-a-bridge', { name })
  if (ownNic) session.report('info', 'import-nic-port', { name: device.name, bridge: name })
  else if (device.kind !== 'veth') return session.report('error', 'import-cannot-be-port', { name: device.name, bridge: name })
  device.master = bridge
  return DONE
}

export function setUp(session: Session, device: Device, up: boolean): Outcome {
  // A NIC is up anyway, and what a lab does not hold cannot be down in it.
  if (device.kind === 'nic' || device.kind === 'other') return DONE
  if (up) device.up = true
  else session.machine.setDown(device)
  return DONE
}

export function moveTo(session: Session, device: Device, target: string): Outcome {
  const netns = netnsTarget(session, target)
  if (!netns) return FAILED
  if (session.refusesDevice(device)) return DONE
  if (device.kind !== 'veth') return session.report('error', 'import-cannot-move', { name: device.name })
  if (netns === device.netns) return DONE
  if (!session.mayName(netns, device.name)) return FAILED
  session.machine.moveDevice(device, netns)
  return DONE
}

export function renameTo(session: Session, device: Device, name: string): Outcome {
  if (session.refusesDevice(device)) return DONE
  if (device.kind === 'lo' || !isInterfaceName(name)) return session.report('error', 'bad-interface-name', { name })
  if (!session.mayName(device.netns, name)) return FAILED
  session.machine.rename(device, name)
  return DONE
}

/** An interface's address as `ip` and `ifconfig` take it: without a prefix it is a network of its own, as in the kernel. */
export function readInterfaceAddress(session: Session, text: string, dev: string): Cidr | undefined {
  const cidr = parseCidr(text)
  if (typeof cidr !== 'string') return cidr
  const bare = cidr === 'address-no-prefix' ? parseAddress(text) : cidr
  if (typeof bare === 'string') {
    session.report('error', bare, { text })
    return undefined
  }
  session.report('warning', 'import-no-prefix', { text, dev, length: bare.family === 4 ? 24 : 64 })
  return { ...bare, prefix: bitsOf(bare.family) }
}

export function addAddress(session: Session, device: Device, cidr: Cidr): Outcome {
  if (session.refusesDevice(device)) return DONE
  const text = cidrText(cidr)
  if (device.addresses.some((held) => held.text === text)) return FAILED
  device.addresses.push({ text, line: session.line })
  return DONE
}

export function removeAddress(session: Session, device: Device, text: string): Outcome {
  if (session.bares(device)) return DONE
  const wanted = text.split('/')[0]
  const at = device.addresses.findIndex(
    (held) => held.text === text || (!text.includes('/') && held.text.split('/')[0] === wanted),
  )
  if (at < 0) {
    session.report('info', 'import-nothing-to-delete', { what: text })
    return FAILED
  }
  device.addresses.splice(at, 1)
  return DONE
}

/** Sets an interface's MTU; the checks say whether one of this size can be. */
export function setMtu(session: Session, device: Device, text: string): Outcome {
  if (!/^\d{1,10}$/.test(text)) return session.report('error', 'bad-mtu', { mtu: text })
  if (!session.refusesDevice(device)) device.mtu = Number(text)
  return DONE
}

/** A route's metric (RTA_PRIORITY, 32 bits), or undefined after saying that it is none. */
export function readMetric(session: Session, text: string | undefined): number | undefined {
  const metric = Number(text ?? Number.NaN)
  if (text !== '' && Number.isInteger(metric) && metric >= 0 && metric <= MAX_METRIC) return metric
  session.report('error', 'out-of-range', { field: 'metric', min: 0, max: MAX_METRIC })
  return undefined
}

/** The interface whose network holds the address, longest prefix first. */
export function deviceTowards(netns: Netns, address: Address): Device | undefined {
  let best: { device: Device; prefix: number } | undefined
  for (const device of netns.devices.values()) {
    for (const { text } of device.addresses) {
      const cidr = parseCidr(text)
      if (typeof cidr === 'string' || !contains(cidr, address) || (best && best.prefix >= cidr.prefix)) continue
      best = { device, prefix: cidr.prefix }
    }
  }
  return best?.device
}

/** A route's destination in the lab's words, or undefined after saying what is wrong with it. */
export function readDestination(session: Session, text: string): { to: string; family?: 4 | 6 } | undefined {
  if (text === 'default' || text === 'any' || text === 'all') return { to: 'default' }
  if (text === '0.0.0.0/0' || text === '::/0' || text === '0/0') return { to: 'default', family: text === '::/0' ? 6 : 4 }
  if (text === '0.0.0.0') {
    session.report('warning', 'import-default-address', { text })
    return { to: 'default', family: 4 }
  }
  const cidr = parseCidr(text)
  if (typeof cidr !== 'string') return { to: cidrText(cidr), family: cidr.family }
  const address = cidr === 'address-no-prefix' ? parseAddress(text) : cidr
  if (typeof address !== 'string') return { to: `${addressText(address)}/${bitsOf(address.family)}`, family: address.family }
  session.report('error', address, { text })
  return undefined
}

const sameWay = (a: HeldRoute, b: HeldRoute) => a.to === b.to && a.family === b.family && (a.metric ?? 0) === (b.metric ?? 0)

export function addRoute(session: Session, netns: Netns, route: HeldRoute, how: 'add' | 'replace'): Outcome {
  const at = netns.routes.findIndex((held) => sameWay(held, route))
  const known = netns.routes[at]
  if (known && how === 'add') {
    const same = known.via === route.via && known.dev === route.dev
    session.report(same ? 'info' : 'warning', 'import-route-exists', { to: route.to, line: known.line })
    return FAILED
  }
  const via = route.via === undefined ? undefined : parseAddress(route.via)
  const through = typeof via === 'object' ? deviceTowards(netns, via) : undefined
  const held = { ...route, through }
  if (known) netns.routes[at] = held
  else netns.routes.push(held)
  return DONE
}

export function removeRoute(session: Session, netns: Netns, wanted: Partial<HeldRoute> & { to: string }): Outcome {
  const at = netns.routes.findIndex(
    (held) =>
      held.to === wanted.to &&
      (wanted.family === undefined || held.family === wanted.family) &&
      (wanted.via === undefined || held.via === wanted.via) &&
      (wanted.dev === undefined || held.dev === wanted.dev || held.through?.name === wanted.dev) &&
      (wanted.metric === undefined || held.metric === wanted.metric),
  )
  if (at < 0) {
    session.report('info', 'import-nothing-to-delete', { what: wanted.to })
    return FAILED
  }
  netns.routes.splice(at, 1)
  return DONE
}
